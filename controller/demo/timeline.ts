import { styleText } from 'node:util';
import type { Log } from '../log.ts';

const width = 10;

/** Prints what happens as lines of a time, a word and a text. */
export class Timeline {
  private readonly write: (text: string) => void;
  private readonly now: () => number;
  private readonly started: number;

  constructor(write: (text: string) => void, now: () => number) {
    this.write = write;
    this.now = now;
    this.started = now();
  }

  state(text: string): void {
    this.line('state', text, 'bold');
  }

  trigger(text: string): void {
    this.line('trigger', text, 'cyan');
  }

  message(text: string): void {
    this.line('message', text, 'green');
  }

  note(text: string): void {
    this.line('', text, 'dim');
  }

  problem(text: string): void {
    this.line('problem', text, 'yellow');
  }

  /** A log that shows triggers, problems and, where the inbox does not, deliveries on the timeline. */
  log(options: { readonly deliveries: boolean }): Log {
    return {
      debug: () => undefined,
      info: (fields) => this.logged(fields as Fields, options.deliveries),
      warn: (fields, message) => this.problem(withError(fields as Fields, message)),
      error: (fields, message) => this.problem(withError(fields as Fields, message)),
    };
  }

  private logged({ event, trigger, service, recipient }: Fields, deliveries: boolean): void {
    if (event === 'holds') this.trigger(trigger ?? '');
    if (event === 'delivered' && deliveries)
      this.message(`${trigger} delivered to ${service}${recipient ? ` ${recipient}` : ''}`);
  }

  private line(word: string, text: string, style: Parameters<typeof styleText>[0]): void {
    const time = `${((this.now() - this.started) / 1000).toFixed(2).padStart(7)}s  `;
    const indent = ' '.repeat(time.length + width);
    const [first = '', ...rest] = text.trimEnd().split('\n');
    const lines = [time + styleText(style, word.padEnd(width)) + first, ...rest.map((line) => indent + line)];
    this.write(`${lines.map((line) => line.trimEnd()).join('\n')}\n`);
  }
}

interface Fields {
  readonly event?: string;
  readonly trigger?: string;
  readonly service?: string;
  readonly recipient?: string;
  readonly err?: string;
}

function withError({ trigger, service, err }: Fields, message: string): string {
  const subject = [trigger, service].filter(Boolean).join(' to ');
  return `${subject ? `${subject}: ` : ''}${message}${err ? `: ${err}` : ''}`;
}
