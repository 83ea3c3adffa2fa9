import { describe, expect, it } from 'vitest';
import { parseState, serialiseState, stateAnnotation, stateKey } from './state.ts';

const slack = { service: 'slack', recipient: 'c:d' };

describe('stateKey', () => {
  it.each([
    [{ trigger: 't', condition: '[0].k', oncePer: '', destination: slack }, 't:[0].k:slack:c:d'],
    [{ trigger: 't', condition: '[0].k', oncePer: 'abc', destination: slack }, 'abc:t:[0].k:slack:c:d'],
    [{ trigger: 't', condition: '[0].k', oncePer: '', destination: slack, namespace: 'ns' }, 'ns:t:[0].k:slack:c:d'],
    [{ trigger: 't', condition: '[0].k', oncePer: 'abc', destination: slack, namespace: '' }, 'abc::t:[0].k:slack:c:d'],
  ])('%j', (parts, want) => {
    expect(stateKey(parts)).toBe(want);
  });
});

describe('parseState', () => {
  it.each<[string | undefined, object]>([
    [undefined, {}],
    ['', {}],
    ['null', {}],
    ['[]', {}],
    ['{"a":1}', { a: 1 }],
    [' {"b":2,"a":1} ', { a: 1, b: 2 }],
    ['{"a":null}', { a: 0 }],
    ['{"a":-5}', { a: -5 }],
    ['{"a":1.0}', {}],
    ['{"a":1e3}', {}],
    ['{"a":"1"}', {}],
    ['{"a":9223372036854775808}', {}],
    ['{"a":1} x', {}],
    ['{"a":', {}],
  ])('%j', (annotation, want) => {
    expect(Object.fromEntries(parseState(annotation))).toEqual(want);
  });

  it('keeps keys that are properties of every object', () => {
    expect(serialiseState(parseState('{"__proto__":1,"constructor":2}'))).toBe('{"__proto__":1,"constructor":2}');
  });
});

describe('serialiseState', () => {
  it('writes the bytes that Go writes, and nothing for an empty state', () => {
    const state = new Map([
      ['b', 2],
      ['<nil>:t:[0].k:s:r&x', 1795508289],
      ['B', 3],
      ['a😀', 1],
      ['a\uffee', 1],
    ]);
    const want = '{"\\u003cnil\\u003e:t:[0].k:s:r\\u0026x":1795508289,"B":3,"a\uffee":1,"a😀":1,"b":2}';
    expect(serialiseState(state)).toBe(want);
    expect(serialiseState(parseState(want))).toBe(want);
    expect(serialiseState(new Map())).toBeUndefined();
  });

  it('drops the oldest beyond the limit, but none that is in use', () => {
    const state = new Map(Array.from({ length: 105 }, (_, i) => [`k${String(i).padStart(3, '0')}`, i]));
    const kept = parseState(serialiseState(state, { keep: new Set(['k000', 'k001']) }));
    expect(kept.size).toBe(100);
    expect(['k000', 'k001', 'k002', 'k006', 'k007'].map((key) => kept.has(key))).toEqual([
      true,
      true,
      false,
      false,
      true,
    ]);
    const inUse = new Set(state.keys());
    expect(parseState(serialiseState(state, { keep: inUse })).size).toBe(105);
  });

  it('stays within its bytes, whatever is in it: the oldest go first, those in use last', () => {
    const state = new Map(
      Array.from({ length: 90 }, (_, i) => [`${String(i).padStart(2, '0')}${'é'.repeat(1000)}`, i]),
    );
    const text = serialiseState(state, { keep: new Set([...state.keys()].slice(0, 70)) }) ?? '';
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(128 * 1024);
    const ages = [...parseState(text).values()].sort((a, b) => Number(a) - Number(b));
    expect(ages).toEqual(Array.from({ length: ages.length }, (_, i) => 70 - ages.length + i));
  });
});

describe('a state', () => {
  it('lives in an annotation named after the prefix', () => {
    expect(stateAnnotation('notifications.argoproj.io')).toBe('notified.notifications.argoproj.io');
  });
});

it('keeps its keys short: a long oncePer is its hash', () => {
  const destination = { service: 's', recipient: 'r' };
  const parts = { trigger: 't', condition: '[0].k', destination };
  expect(stateKey({ ...parts, oncePer: 'x'.repeat(1024) })).toBe(`${'x'.repeat(1024)}:t:[0].k:s:r`);
  expect(stateKey({ ...parts, oncePer: 'x'.repeat(1025) })).toMatch(/^sha256-[0-9a-f]{64}:t:\[0\]\.k:s:r$/);
});
