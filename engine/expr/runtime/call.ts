import { panic } from '../../go/error.ts';
import { zeroTime } from '../../go/time/index.ts';
import type { GoType } from '../../go/type.ts';
import { GoFunc, typeOf, zeroOf } from '../../go/value.ts';
import type { Machine } from '../machine.ts';
import { conversionPanic, typeText } from './convert.ts';

/** The result of calling a value, with reflect's checks. Answers to the VM's OpCall. @throws {GoError} */
export function call(callee: unknown, args: readonly unknown[], machine: Machine): unknown {
  if (callee === null || callee === undefined) throw panic('invalid operation: cannot call nil');
  const type = callee instanceof GoFunc ? callee.type : typeOf(callee);
  if (type?.kind !== 'func') {
    throw panic(`invalid operation: cannot call non-function of type ${typeText(callee)}`);
  }
  const params = type.params ?? [];
  const variadic = type.variadic ?? false;
  checkCount(args.length, params.length, variadic);
  const converted: unknown[] = [];
  for (let i = 0; i < args.length; i++) converted.push(args[i] ?? zeroArgument(paramAt(type, i)));
  if (!(callee instanceof GoFunc)) throw panic('reflect.Value.Call: call of nil function');
  for (let i = 0; i < args.length; i++) {
    checkAssignable(converted[i], paramAt(type, i), variadic && i >= params.length - 1);
  }
  return invoke(callee, converted, machine);
}

/** As `call`, for a function whose exact type is known before the program runs: what differs is a failed assertion. */
export function callTyped(callee: unknown, args: readonly unknown[], type: GoType, machine: Machine): unknown {
  for (let i = args.length - 1; i >= 0; i--) {
    const wanted = type.params?.[i] as GoType;
    if (wanted.kind !== 'interface' && typeText(args[i]) !== wanted.name) throw conversionPanic(args[i], wanted.name);
  }
  if (!(callee instanceof GoFunc) || callee.type.name !== type.name) throw conversionPanic(callee, type.name);
  return invoke(callee, args, machine);
}

function invoke(callee: GoFunc, args: readonly unknown[], machine: Machine): unknown {
  if (callee.type.results?.length === 0) throw panic('runtime error: index out of range [0] with length 0');
  machine.run.step();
  return callee.call(args, machine.run) ?? null;
}

function checkCount(given: number, params: number, variadic: boolean): void {
  if (variadic ? given >= params - 1 : given === params) return;
  const expected = variadic ? `at least ${params - 1}` : `${params}`;
  throw panic(`invalid number of arguments: expected ${expected}, got ${given}`);
}

/** What nil is for a parameter. */
function zeroArgument(type: GoType): unknown {
  return type.name === 'time.Time' ? zeroTime : zeroOf(type);
}

function paramAt(type: GoType, index: number): GoType {
  const params = type.params ?? [];
  return type.variadic && index >= params.length - 1 ? (params.at(-1)?.elem as GoType) : (params[index] as GoType);
}

function checkAssignable(arg: unknown, wanted: GoType, isRest: boolean): void {
  if (wanted.kind === 'interface' || typeOf(arg) === wanted) return;
  const given = typeText(arg);
  if (given === wanted.name) return;
  throw panic(
    isRest
      ? `reflect: cannot use ${given} as type ${wanted.name} in Call`
      : `reflect: Call using ${given} as type ${wanted.name}`,
  );
}
