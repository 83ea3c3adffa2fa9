import { describe, expect, it } from 'vitest';
import { evaluate } from '../fixture.ts';

// Expected results are those of expr-lang 1.17.8.

describe('times', () => {
  it.each([
    ['duration("1h30m")', 'time.Duration 1h30m0s'],
    ['duration("x")', 'time: invalid duration "x" (1:1)'],
    ['duration(n)', 'interface conversion: interface {} is int64, not string (1:1)'],
    ['date("2024-01-02")', 'time.Time 2024-01-02 00:00:00 +0000 UTC'],
    ['date("2024-01-02T03:04:05Z")', 'time.Time 2024-01-02 03:04:05 +0000 UTC'],
    ['date("2024-01-02 03:04:05")', 'time.Time 2024-01-02 03:04:05 +0000 UTC'],
    ['date("x")', 'invalid date x (1:1)'],
    ['date("02/01/2006", "01/02/2006")', 'time.Time 2006-02-01 00:00:00 +0000 UTC'],
    ['date("2024-05-06", "2006-01-02", "Europe/Berlin")', 'time.Time 2024-05-06 00:00:00 +0200 CEST'],
    ['date("2024-05-06", "2006-01-02", "Nope/Zone")', 'unknown time zone Nope/Zone (1:1)'],
    ['date(timezone("Asia/Tokyo"), "2024-01-02")', 'time.Time 2024-01-02 00:00:00 +0900 JST'],
    ['timezone("Europe/Berlin").String()', 'string Europe/Berlin'],
    ['timezone("Nope")', 'unknown time zone Nope (1:1)'],
    ['now(timezone("UTC")).Location().String()', 'string UTC'],
    ['now() > tm', 'bool true'],
    ['tm.In(timezone("Asia/Tokyo")).Hour()', 'int 16'],
  ])('%j', (source, want) => {
    expect(evaluate(source)).toBe(want);
  });
});
