import { Printer } from './fmt/printer.ts';
import { Run } from './run.ts';

export { sprintf } from './fmt/sprintf.ts';

/**
 * The text of a value as `%v` prints it. `run` is the evaluation whose budget it spends; without one, it has its own.
 * @throws {LimitError}
 */
export function format(value: unknown, run?: Run): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0)) return String(value);
  const printer = new Printer(run ?? new Run());
  printer.printArg(value, 'v');
  return printer.out;
}

/** fmt.Sprint: a space between two operands when neither is a string. @throws {LimitError} */
export function sprint(values: readonly unknown[], run: Run = new Run()): string {
  const printer = new Printer(run);
  values.forEach((value, i) => {
    if (i > 0 && typeof value !== 'string' && typeof values[i - 1] !== 'string') printer.out += ' ';
    printer.printArg(value, 'v');
  });
  return printer.out;
}

/** fmt.Sprintln: a space between any two operands and a newline after the last. @throws {LimitError} */
export function sprintln(values: readonly unknown[], run: Run = new Run()): string {
  return `${values.map((value) => format(value, run)).join(' ')}\n`;
}
