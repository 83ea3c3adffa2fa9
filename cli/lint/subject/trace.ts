import { Lexer } from '../../../engine/template/lex.ts';

/** An action of a template source. */
export interface Action {
  readonly from: number;
  readonly to: number;
  /** Whether it may print: no keyword, no assignment. */
  readonly prints: boolean;
}

/** A piece of what was printed: literal text, or what an action printed. */
export interface Piece {
  readonly text: string;
  /** The action that printed it; undefined for literal text. */
  readonly action: Action | undefined;
  /** Where its literal text begins in the source. */
  readonly from: number;
}

const begin = '\ue000';
const end = '\ue001';
const stop = '\ue002';
const silent: ReadonlySet<string> = new Set([
  'if',
  'else',
  'end',
  'range',
  'with',
  'define',
  'block',
  'break',
  'continue',
  'right delim',
]);

/** The actions of a source that parses. */
export function actionsOf(source: string): Action[] {
  const lexer = new Lexer(source, { comments: true });
  const actions: Action[] = [];
  let from = -1;
  let prints = true;
  let words: string[] = [];
  for (;;) {
    const { type, pos, text } = lexer.nextItem();
    if (type === 'EOF' || type === 'error') return actions;
    if (type === 'left delim') [from, prints, words] = [pos, true, []];
    else if (type === 'right delim') actions.push({ from, to: pos + text.length, prints });
    else if (type !== 'space') {
      words.push(type);
      if (
        (words.length === 1 && (silent.has(type) || type === 'comment')) ||
        type === ':=' ||
        (type === '=' && words.length === 2)
      )
        prints = false;
    }
  }
}

/** A source that marks, in what it prints, which action has printed what. */
export function traced(source: string, actions: readonly Action[]): string {
  let text = '';
  let at = 0;
  for (const [i, { from, to, prints }] of actions.entries()) {
    const opening = prints ? `${begin}${i}${stop}` : '';
    text += `${source.slice(at, from)}${opening}${source.slice(from, to)}${end}${i}${stop}`;
    at = to;
  }
  return text + source.slice(at);
}

/** The pieces of what a traced source has printed. */
export function piecesOf(output: string, actions: readonly Action[]): Piece[] {
  const pieces: Piece[] = [];
  let action: Action | undefined;
  let from = 0;
  for (const part of output.split(/([\ue000\ue001]\d+\ue002)/)) {
    const marked = actions[Number(part.slice(1, -1))];
    if (part.startsWith(begin)) action = marked;
    else if (part.startsWith(end)) {
      action = undefined;
      from = marked?.to ?? from;
    } else if (part !== '') pieces.push({ text: part, action, from });
  }
  return pieces;
}
