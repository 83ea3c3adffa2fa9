import { anySliceType, boolType, float64Type, type GoType, intType, parseType, stringType } from '../go/type.ts';
import type { Builtin } from './builtin.ts';

const integers = new Set([
  'int',
  'int8',
  'int16',
  'int32',
  'int64',
  'uintptr',
  'uint',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
]);

interface NatureOptions {
  readonly nil?: boolean;
  readonly element?: Nature;
  readonly builtin?: Builtin;
  readonly method?: boolean;
}

/** What is known of a value before the program runs. Answers to checker/nature. */
export class Nature {
  /** Undefined for nil and for what is not known. */
  readonly type: GoType | undefined;
  readonly isNil: boolean;
  /** What the elements of a list are known to be, when that is more than its type says. */
  readonly element: Nature | undefined;
  /** The builtin that a bare name such as `len` stands for. */
  readonly builtin: Builtin | undefined;
  /** Whether this is a method: its type has the receiver as first parameter. */
  readonly isMethod: boolean;
  readonly isUnknown: boolean;
  readonly isInteger: boolean;
  readonly isFloat: boolean;

  constructor(type: GoType | undefined, options: NatureOptions = {}) {
    this.type = type;
    this.isNil = options.nil ?? false;
    this.element = options.element;
    this.builtin = options.builtin;
    this.isMethod = options.method ?? false;
    this.isUnknown = type === undefined ? !this.isNil : type.name === 'interface {}';
    this.isInteger = type !== undefined && integers.has(type.name);
    this.isFloat = type !== undefined && (type.name === 'float64' || type.name === 'float32');
  }

  get kind(): string {
    return this.type?.kind ?? 'invalid';
  }

  get isNumber(): boolean {
    return this.isInteger || this.isFloat;
  }

  get isArray(): boolean {
    return this.kind === 'slice' || this.kind === 'array';
  }

  toString(): string {
    return this.type?.name ?? 'unknown';
  }

  is(name: string): boolean {
    return this.type?.name === name;
  }
}

export const unknownNature: Nature = new Nature(undefined);
export const nilNature: Nature = new Nature(undefined, { nil: true });
export const boolNature: Nature = new Nature(boolType);
export const intNature: Nature = new Nature(intType);
export const floatNature: Nature = new Nature(float64Type);
export const stringNature: Nature = new Nature(stringType);
export const arrayNature: Nature = new Nature(anySliceType);
export const mapNature: Nature = new Nature(parseType('map[string]interface {}'));
export const timeNature: Nature = new Nature(parseType('time.Time'));
export const durationNature: Nature = new Nature(parseType('time.Duration'));
export const bytesNature: Nature = new Nature(parseType('[]uint8'));

export function fromType(type: GoType | undefined): Nature {
  return type === undefined ? unknownNature : new Nature(type);
}

/** A list whose elements are known: `[]interface {}` to Go. */
export function arrayOf(element: Nature): Nature {
  return new Nature(anySliceType, { element });
}

/** What a pointer points to; anything else is itself. */
export function deref(nature: Nature): Nature {
  let type = nature.type;
  while (type?.kind === 'ptr') type = type.elem;
  return type === nature.type ? nature : fromType(type);
}

/** The element of a list, map or pointer. */
export function elementOf(nature: Nature): Nature {
  return nature.element ?? fromType(nature.type?.elem);
}

/** Whether Go would assign a value of the one type to the other; unknown types are never assignable. */
export function assignable(from: Nature, to: Nature): boolean {
  if (from.isNil && isNilable(to.kind)) return true;
  if (from.type === undefined || to.type === undefined) return false;
  return from.type.name === to.type.name || to.type.name === 'interface {}';
}

function isNilable(kind: string): boolean {
  return kind === 'ptr' || kind === 'interface' || kind === 'func' || kind === 'map' || kind === 'slice';
}

export function comparable(a: Nature, b: Nature): boolean {
  return (
    a.isUnknown ||
    b.isUnknown ||
    a.isNil ||
    b.isNil ||
    (a.isNumber && b.isNumber) ||
    (a.isArray && b.isArray) ||
    assignable(a, b)
  );
}
