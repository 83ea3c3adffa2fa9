import { Printer } from './fmt/printer.ts';

export { sprintf } from './fmt/sprintf.ts';

/** The text of a value as `%v` prints it. */
export function format(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0)) return String(value);
  const printer = new Printer();
  printer.printArg(value, 'v');
  return printer.out;
}

/** fmt.Sprint: a space between two operands when neither is a string. */
export function sprint(values: readonly unknown[]): string {
  const printer = new Printer();
  values.forEach((value, i) => {
    if (i > 0 && typeof value !== 'string' && typeof values[i - 1] !== 'string') printer.out += ' ';
    printer.printArg(value, 'v');
  });
  return printer.out;
}

/** fmt.Sprintln: a space between any two operands and a newline after the last. */
export function sprintln(values: readonly unknown[]): string {
  return `${values.map(format).join(' ')}\n`;
}
