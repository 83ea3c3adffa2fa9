import { format } from '../go/fmt.ts';
import { sortedEntries } from '../go/sort.ts';
import { type GoType, uint8Type } from '../go/type.ts';
import { GoNil, GoNum, GoPointer, GoSlice, int, int64, sized, typeOf } from '../go/value.ts';
import { isIntKind } from './convert.ts';
import { broke, type Eval, type Exec, type Outcome, type Walk } from './exec.ts';
import { staticOf } from './field.ts';
import type { Setter } from './scope.ts';

export interface Loop {
  readonly value: Eval;
  /** Sets the variables: one takes the element, of two the first the key. */
  readonly setKey: Setter | undefined;
  readonly setElement: Setter | undefined;
  readonly body: Walk;
  readonly otherwise: Walk | undefined;
}

/** The statement that walks `body` for each element of a list or map or number below an integer. */
export function compileRange(loop: Loop): Walk {
  return (exec, dot) => {
    const outer = exec.dotType;
    const ran = iterate(exec, loop, loop.value(exec, dot));
    exec.dotType = outer;
    if (ran || !loop.otherwise) return 0;
    const outcome = loop.otherwise(exec, dot);
    // In Go, the range whose else it stands in takes a break.
    return outcome === broke ? 0 : outcome;
  };
}

/** Whether there was any element. */
function iterate(exec: Exec, loop: Loop, value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (Array.isArray(value)) return overItems(exec, loop, value, typeOf(value)?.elem);
  const type = typeOf(value) as GoType;
  if (isIntKind(type.kind)) return overNumbers(exec, loop, value, type);
  if (value instanceof GoNil && (type.kind === 'slice' || type.kind === 'map')) return false;
  if (value instanceof GoSlice) return overItems(exec, loop, value.items, type.elem);
  if (value instanceof Uint8Array) return overBytes(exec, loop, value);
  if (type.kind === 'map') return overMap(exec, loop, value, type);
  return exec.fail(`range can't iterate over ${format(value instanceof GoPointer ? value.elem : value, exec.run)}`);
}

function overItems(exec: Exec, loop: Loop, items: readonly unknown[], elem: GoType | undefined): boolean {
  const type = staticOf(elem);
  exec.dotType = type;
  const { setKey, setElement, body } = loop;
  for (let i = 0; i < items.length; i++) {
    const item = items[i] === undefined ? null : items[i];
    setKey?.(exec, int(i), undefined);
    setElement?.(exec, item, type);
    exec.run.step();
    if (body(exec, item) === broke) break;
  }
  return items.length > 0;
}

function overBytes(exec: Exec, loop: Loop, bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) {
    const byte = sized(uint8Type, bytes[i] as number);
    if (once(exec, loop, int(i), byte) === broke) break;
  }
  return bytes.length > 0;
}

function overMap(exec: Exec, loop: Loop, map: unknown, type: GoType): boolean {
  const entries = sortedEntries(map);
  exec.run.allocate(entries.length);
  const keyType = staticOf(type.key);
  const elemType = staticOf(type.elem);
  exec.dotType = elemType;
  for (const [key, value] of entries) {
    loop.setKey?.(exec, key, keyType);
    loop.setElement?.(exec, value, elemType);
    exec.run.step();
    if (loop.body(exec, value) === broke) break;
  }
  return entries.length > 0;
}

function overNumbers(exec: Exec, loop: Loop, limit: unknown, type: GoType): boolean {
  if (loop.setKey) exec.fail(`can't use ${format(limit, exec.run)} to iterate over more than one variable`);
  const end = Number(limit instanceof GoNum ? limit.value : limit);
  for (let i = 0; i < end; i++) if (once(exec, loop, undefined, numberOf(type, i)) === broke) break;
  return end > 0;
}

function numberOf(type: GoType, value: number): unknown {
  if (type.name === 'int') return int(value);
  return type.name === 'int64' ? int64(value) : sized(type, value);
}

/** One iteration over a value whose static type is its own. */
function once(exec: Exec, loop: Loop, key: unknown, element: unknown): Outcome {
  exec.dotType = undefined;
  loop.setKey?.(exec, key, undefined);
  loop.setElement?.(exec, element, undefined);
  exec.run.step();
  return loop.body(exec, element);
}
