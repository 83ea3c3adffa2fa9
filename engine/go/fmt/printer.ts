import { GoError } from '../error.ts';
import { methodOf, stringOf } from '../methods.ts';
import { LimitError, type Run } from '../run.ts';
import { sortedEntries } from '../sort.ts';
import { isFloatKind, isUnsignedKind } from '../type.ts';
import { fromBytes } from '../utf8.ts';
import { GoComplex, GoFunc, GoNil, GoNum, GoObject, itemsOf, typeOf } from '../value.ts';
import { printedFields } from './fields.ts';
import { type Flags, noFlags, pad } from './flags.ts';
import { formatFloatVerb } from './float.ts';
import { formatInteger, hexWithPrefix } from './integer.ts';
import { formatString, hexadecimal, truncate } from './text.ts';

/** What stands for every address; Go's own differ from run to run. */
const address = 0xc000000000;
const maxDepth = 500;
/** Steps that a printed value counts as. */
const visit = 10;
const stringVerbs = 'vsxXq';

/** Prints Go values under one verb after the other, as fmt's `pp`. */
export class Printer {
  out = '';
  flags: Flags = noFlags();
  private readonly run: Run;
  private erroring = false;
  private panicking = false;

  constructor(run: Run) {
    this.run = run;
  }

  /** Prints an argument. */
  printArg(value: unknown, verb: string): void {
    if (value === null || value === undefined) {
      if (verb === 'T' || verb === 'v') this.out += pad(this.flags, '<nil>');
      else this.badVerb(null, verb);
    } else if (verb === 'T') this.out += pad(this.flags, truncate(this.flags, typeName(value)));
    else if (verb === 'p') this.printPointer(value, verb);
    else if (isBytes(value)) this.printBytes(value, verb, '[]byte');
    else if (isBasic(value)) this.printBasic(value, verb);
    else if (!this.handleMethods(value, verb)) this.printValue(value, verb, 0);
  }

  private printValue(value: unknown, verb: string, depth: number, declared = 'interface {}'): void {
    if (depth > maxDepth) throw new LimitError('depth', maxDepth);
    this.run.step(visit);
    this.run.checkLength(this.out.length);
    if (value === null || value === undefined) {
      this.out += this.flags.sharpV ? `${declared}(nil)` : '<nil>';
    } else if (isBasic(value)) this.printBasic(value, verb);
    else if (depth > 0 && this.handleMethods(value, verb)) return;
    else if (value instanceof GoNum) this.printBasic(value, verb);
    else if (value instanceof GoFunc) this.printPointer(value, verb);
    else if (value instanceof GoObject) this.printObject(value, verb, depth);
    else this.printContainer(value, verb, depth);
  }

  private printContainer(value: unknown, verb: string, depth: number): void {
    const kind = typeOf(value)?.kind;
    if (kind === 'map') this.printMap(value, verb, depth);
    else if (kind === 'slice' || kind === 'array') this.printList(value, verb, depth);
    else this.printPointer(value, verb);
  }

  private printBasic(value: unknown, verb: string): void {
    if (typeof value === 'string' && (verb === 'q' || verb === 'x' || verb === 'X' || this.flags.sharpV)) {
      this.run.scan(value.length);
    }
    const text = value instanceof GoComplex ? this.complexText(value, verb) : basicText(this.flags, value, verb);
    if (text === undefined) this.badVerb(value, verb);
    else this.out += text;
  }

  private complexText({ re, im }: GoComplex, verb: string): string | undefined {
    const real = formatFloatVerb(this.flags, re, verb, 64);
    return real === undefined ? real : `(${real}${formatFloatVerb({ ...this.flags, plus: true }, im, verb, 64)}i)`;
  }

  private badVerb(value: unknown, verb: string): void {
    this.erroring = true;
    this.out += `%!${verb}(`;
    if (value === null) this.out += '<nil>';
    else {
      this.out += `${typeName(value)}=`;
      this.printArg(value, 'v');
    }
    this.out += ')';
    this.erroring = false;
  }

  private printBytes(value: Uint8Array | GoNil, verb: string, typeText: string): void {
    const bytes = value instanceof GoNil ? new Uint8Array() : value;
    this.run.step(bytes.length);
    switch (verb) {
      case 'v':
      case 'd':
        this.out += this.byteList(bytes, typeText, value instanceof GoNil);
        break;
      case 's':
      case 'q':
        this.out += formatString(this.flags, fromBytes(bytes), verb);
        break;
      case 'x':
      case 'X':
        this.out += hexadecimal(this.flags, bytes, verb);
        break;
      default:
        this.printList(value, verb, 0);
    }
  }

  private byteList(bytes: Uint8Array, typeText: string, isNil: boolean): string {
    if (!this.flags.sharpV)
      return `[${Array.from(bytes, (byte) => formatInteger(this.flags, byte, 'd', false)).join(' ')}]`;
    if (isNil) return `${typeText}(nil)`;
    return `${typeText}{${Array.from(bytes, (byte) => hexWithPrefix(this.flags, byte)).join(', ')}}`;
  }

  private printList(value: unknown, verb: string, depth: number): void {
    const type = typeOf(value);
    const items = itemsOf(value) ?? [];
    if (type?.elem?.kind === 'uint8' && verb !== 'v' && stringVerbs.includes(verb)) {
      const bytes = Uint8Array.from(items, (item) => Number((item as GoNum).value));
      this.printBytes(bytes, verb, type.name);
      return;
    }
    if (!this.open(value, '[', '{')) return;
    items.forEach((item, i) => {
      this.separate(i);
      this.printValue(item, verb, depth + 1, type?.elem?.name);
    });
    this.out += this.flags.sharpV ? '}' : ']';
  }

  private printMap(value: unknown, verb: string, depth: number): void {
    if (!this.open(value, 'map[', '{')) return;
    const elem = typeOf(value)?.elem?.name;
    const entries = sortedEntries(value);
    this.run.step(entries.length * visit);
    entries.forEach(([key, item], i) => {
      this.separate(i);
      this.printValue(key, verb, depth + 1);
      this.out += ':';
      this.printValue(item, verb, depth + 1, elem);
    });
    this.out += this.flags.sharpV ? '}' : ']';
  }

  /** Opens a list or map; false when it was a nil in Go syntax and is complete. */
  private open(value: unknown, plain: string, syntax: string): boolean {
    if (!this.flags.sharpV) this.out += plain;
    else if (value instanceof GoNil) this.out += `${typeName(value)}(nil)`;
    else this.out += typeName(value) + syntax;
    return !(this.flags.sharpV && value instanceof GoNil);
  }

  private separate(index: number): void {
    if (index > 0) this.out += this.flags.sharpV ? ', ' : ' ';
  }

  private printObject(value: GoObject, verb: string, depth: number): void {
    const pointer = value.type.kind === 'ptr';
    if (pointer && depth > 0) {
      this.printPointer(value, verb);
      return;
    }
    const { sharpV, plusV } = this.flags;
    if (pointer) this.out += '&';
    this.out += sharpV ? `${pointer ? value.type.elem?.name : value.type.name}{` : '{';
    printedFields(value).forEach(([name, field], i) => {
      this.separate(i);
      if (plusV || sharpV) this.out += `${name}:`;
      this.printValue(field, verb, depth + (pointer ? 2 : 1), value.fieldType(name)?.name);
    });
    this.out += '}';
  }

  private printPointer(value: unknown, verb: string): void {
    const kind = typeOf(value)?.kind;
    if (kind !== 'func' && kind !== 'map' && kind !== 'ptr' && kind !== 'slice' && kind !== 'chan') {
      this.badVerb(value, verb);
      return;
    }
    const at = value instanceof GoNil ? 0 : address;
    const text = this.addressText(at, typeName(value), verb);
    if (text === undefined) this.badVerb(value, verb);
    else this.out += text;
  }

  private addressText(at: number, type: string, verb: string): string | undefined {
    const { flags } = this;
    if (verb === 'p') return hexWithPrefix(flags, at, !flags.sharp);
    if (verb !== 'v') return 'bodxX'.includes(verb) ? formatInteger(flags, at, verb, false) : undefined;
    if (flags.sharpV) return `(${type})(${at === 0 ? 'nil' : hexWithPrefix(flags, at)})`;
    return at === 0 ? pad(flags, '<nil>') : hexWithPrefix(flags, at, !flags.sharp);
  }

  /** Lets the value's own String, Error or GoString method speak; false when it has none for the verb. */
  private handleMethods(value: unknown, verb: string): boolean {
    if (this.erroring) return false;
    if (verb === 'w') {
      this.badVerb(value, verb);
      return true;
    }
    if (!(value instanceof GoObject || value instanceof GoNum)) return false;
    if (!this.flags.sharpV && !stringVerbs.includes(verb)) return false;
    try {
      return this.printMethod(value, verb);
    } catch (error) {
      if (!(error instanceof GoError) || this.panicking) throw error;
      this.printPanic(error, value, verb);
      return true;
    }
  }

  private printMethod(value: unknown, verb: string): boolean {
    if (this.flags.sharpV) {
      const method = methodOf(value, 'GoString');
      if (method === undefined) return false;
      this.out += pad(this.flags, truncate(this.flags, String(method.call([], this.run))));
      return true;
    }
    const text = stringOf(value);
    if (text === undefined) return false;
    this.out += formatString(this.flags, text, verb);
    return true;
  }

  private printPanic(error: GoError, value: unknown, verb: string): void {
    const { flags } = this;
    const method = flags.sharpV ? 'GoString' : methodOf(value, 'Error') === undefined ? 'String' : 'Error';
    this.flags = noFlags();
    this.panicking = true;
    this.out += `%!${verb}(PANIC=${method} method: ${error.message})`;
    this.panicking = false;
    this.flags = flags;
  }
}

function typeName(value: unknown): string {
  return typeOf(value)?.name ?? '<nil>';
}

function isBytes(value: unknown): value is Uint8Array | GoNil {
  return value instanceof Uint8Array || (value instanceof GoNil && value.type.name === '[]uint8');
}

/** Whether fmt prints the value without looking for methods. */
function isBasic(value: unknown): boolean {
  return (
    typeof value !== 'object' ||
    value instanceof GoComplex ||
    (value instanceof GoNum && value.type.name === value.type.kind)
  );
}

function basicText(flags: Flags, value: unknown, verb: string): string | undefined {
  switch (typeof value) {
    case 'string':
      return formatString(flags, value, verb);
    case 'boolean':
      return verb === 't' || verb === 'v' ? pad(flags, String(value)) : undefined;
    case 'bigint':
      return formatInteger(flags, value, verb, true);
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0)
        ? formatInteger(flags, value, verb, true)
        : formatFloatVerb(flags, value, verb, 64);
    default:
      return value instanceof GoNum ? numText(flags, value, verb) : undefined;
  }
}

function numText(flags: Flags, { type, value }: GoNum, verb: string): string | undefined {
  if (isFloatKind(type.kind)) return formatFloatVerb(flags, Number(value), verb, type.kind === 'float32' ? 32 : 64);
  return formatInteger(flags, value, verb, !isUnsignedKind(type.kind));
}
