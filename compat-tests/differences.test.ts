import { describe, expect, it } from 'vitest';
import { native } from '../engine/go/native.ts';
import { Run } from '../engine/go/run.ts';
import { fromInstant, local } from '../engine/go/time/index.ts';
import { sprigFunctions } from '../engine/sprig/index.ts';
import { parse } from '../engine/template/index.ts';
import { timeGroup } from '../engine/variables.ts';

const clock = () => ({ seconds: 1_714_979_289, nanoseconds: 5 });
const far = 9_007_199_254_740_993n;
const data = { far, time: timeGroup, now: native('func() time.Time', () => fromInstant(clock(), local)) };

/** Answers that are meant to differ from Go's. */
describe('templates differ', () => {
  it.each([
    ['keys come sorted', '{{keys (dict "b" 1 "a" 2 "c" 3)}}', '[a b c]'],
    ['values come by the order of their keys', '{{values (dict "b" 1 "a" 2 "c" 3)}}', '[2 1 3]'],
    ['now is printed without Go’s monotonic clock', '{{(call .now).UTC}}', '2024-05-06 07:08:09.000000005 +0000 UTC'],
    ['time.Now as well', '{{(call .time.Now).UTC}}', '2024-05-06 07:08:09.000000005 +0000 UTC'],
    ['seconds beyond 2^53 are off', '{{date "2006-01-02T15:04:05" .far}}', '285428751-11-12T07:36:32'],
    ['the copy of a version is the version', '{{$v := semver "1.2.3"}}{{$v}} {{deepCopy $v}}', '1.2.3 1.2.3'],
  ])('%s', (_what, source, want) => {
    expect(parse('t', source, sprigFunctions).execute(data, new Run({ clock }))).toBe(want);
  });
});
