import { Run } from '../run.ts';
import { isSignedKind, isUnsignedKind } from '../type.ts';
import { GoNum, typeOf } from '../value.ts';
import { noFlags } from './flags.ts';
import { Printer } from './printer.ts';

const tooLarge = 1e6;

/**
 * fmt.Sprintf: complete, with its own notes on wrong verbs and argument counts in the text.
 * @throws {LimitError} when the text outgrows the evaluation's limit
 */
export function sprintf(format: string, values: readonly unknown[], run: Run = new Run()): string {
  return new Formatter(format, values, run).text();
}

class Formatter {
  private readonly printer: Printer;
  private readonly format: string;
  private readonly values: readonly unknown[];
  private readonly run: Run;
  private at = 0;
  private argument = 0;
  private reordered = false;
  private goodArgument = true;
  private afterIndex = false;

  constructor(format: string, values: readonly unknown[], run: Run) {
    this.format = format;
    this.values = values;
    this.run = run;
    this.printer = new Printer(run);
  }

  text(): string {
    const { printer, format } = this;
    while (this.at < format.length) {
      const percent = format.indexOf('%', this.at);
      printer.out += format.slice(this.at, percent < 0 ? undefined : percent);
      if (percent < 0) break;
      this.at = percent + 1;
      this.run.step();
      this.directive();
      this.run.checkLength(printer.out.length);
    }
    this.extra();
    return printer.out;
  }

  private directive(): void {
    this.goodArgument = true;
    this.readFlags();
    const simple = this.format[this.at] ?? '';
    if (simple >= 'a' && simple <= 'z' && this.argument < this.values.length) {
      this.at++;
      this.print(simple);
      return;
    }
    this.readIndex();
    this.readWidth();
    this.readPrecision();
    if (!this.afterIndex) this.readIndex();
    this.readVerb();
  }

  private readFlags(): void {
    const flags = noFlags();
    this.printer.flags = flags;
    for (; this.at < this.format.length; this.at++) {
      const char = this.format[this.at];
      if (char === '#') flags.sharp = true;
      else if (char === '0') flags.zero = true;
      else if (char === '+') flags.plus = true;
      else if (char === '-') flags.minus = true;
      else if (char === ' ') flags.space = true;
      else return;
    }
  }

  /** `[n]`: which argument comes next. */
  private readIndex(): void {
    this.afterIndex = false;
    if (this.format[this.at] !== '[') return;
    this.reordered = true;
    const close = this.format.length - this.at < 3 ? -1 : this.format.indexOf(']', this.at + 1);
    if (close < 0) {
      this.goodArgument = false;
      this.at++;
      return;
    }
    const number = this.readNumber(this.at + 1, close);
    const complete = number !== undefined && this.at === close;
    this.at = close + 1;
    this.afterIndex = complete;
    if (complete && number >= 1 && number <= this.values.length) this.argument = number - 1;
    else this.goodArgument = false;
  }

  /** The decimal number from `start`, undefined without one; leaves the position behind it. */
  private readNumber(start: number, end: number): number | undefined {
    let number: number | undefined;
    for (this.at = start; this.at < end; this.at++) {
      const digit = this.format.charCodeAt(this.at) - 0x30;
      if (digit < 0 || digit > 9) break;
      if ((number ?? 0) > tooLarge) {
        this.at = end;
        return undefined;
      }
      number = (number ?? 0) * 10 + digit;
    }
    return number;
  }

  private readWidth(): void {
    const { flags } = this.printer;
    if (this.format[this.at] === '*') {
      this.at++;
      const width = this.integerArgument();
      if (width === undefined) this.printer.out += '%!(BADWIDTH)';
      else flags.width = Math.abs(width);
      if (width !== undefined && width < 0) {
        flags.minus = true;
        flags.zero = false;
      }
      this.afterIndex = false;
      return;
    }
    const width = this.readNumber(this.at, this.format.length);
    if (width === undefined) return;
    flags.width = width;
    if (this.afterIndex) this.goodArgument = false;
  }

  private readPrecision(): void {
    const { flags } = this.printer;
    if (this.format[this.at] !== '.' || this.at + 1 >= this.format.length) return;
    this.at++;
    if (this.afterIndex) this.goodArgument = false;
    this.readIndex();
    if (this.format[this.at] !== '*') {
      flags.precision = this.readNumber(this.at, this.format.length) ?? 0;
      return;
    }
    this.at++;
    const precision = this.integerArgument();
    if (precision === undefined || precision < 0) this.printer.out += '%!(BADPREC)';
    else flags.precision = precision;
    this.afterIndex = false;
  }

  /** The next argument as a width or precision, undefined when it is no integer of reasonable size. */
  private integerArgument(): number | undefined {
    if (this.argument >= this.values.length) return undefined;
    const value = this.values[this.argument++];
    const kind = typeOf(value)?.kind ?? 'invalid';
    if (!isSignedKind(kind) && !isUnsignedKind(kind)) return undefined;
    const number = Number(value instanceof GoNum ? value.value : value);
    return Math.abs(number) > tooLarge ? undefined : number;
  }

  private readVerb(): void {
    const { printer, format } = this;
    const rune = format.codePointAt(this.at);
    if (rune === undefined) {
      printer.out += '%!(NOVERB)';
      return;
    }
    this.at += rune > 0xffff ? 2 : 1;
    const verb = rune >= 0xd800 && rune <= 0xdfff ? '\ufffd' : String.fromCodePoint(rune);
    if (verb === '%') printer.out += '%';
    else if (!this.goodArgument) printer.out += `%!${verb}(BADINDEX)`;
    else if (this.argument >= this.values.length) printer.out += `%!${verb}(MISSING)`;
    else this.print(verb);
  }

  private print(verb: string): void {
    const { flags } = this.printer;
    if (verb === 'v' || verb === 'w') {
      flags.sharpV = flags.sharp;
      flags.sharp = false;
      flags.plusV = flags.plus;
      flags.plus = false;
    }
    this.run.step(((flags.width ?? 0) + (flags.precision ?? 0)) >> 3);
    this.printer.printArg(this.values[this.argument++], verb);
  }

  private extra(): void {
    const { printer } = this;
    if (this.reordered || this.argument >= this.values.length) return;
    printer.flags = noFlags();
    printer.out += '%!(EXTRA ';
    this.values.slice(this.argument).forEach((value, i) => {
      if (i > 0) printer.out += ', ';
      const type = typeOf(value);
      if (type) printer.out += `${type.name}=`;
      printer.printArg(value, 'v');
    });
    printer.out += ')';
  }
}
