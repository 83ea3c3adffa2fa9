import { readFileSync } from 'node:fs';
import { GoError } from '../../engine/go/error.ts';
import { formatFloat, quote } from '../../engine/go/strconv.ts';
import { TemplateError } from '../../engine/template/errors.ts';
import { type Item, Lexer } from '../../engine/template/lex.ts';
import { type ListNode, nodeString } from '../../engine/template/node.ts';
import { parseNumber } from '../../engine/template/number.ts';
import { parseTrees } from '../../engine/template/parse.ts';

interface Case {
  readonly set: 'lex' | 'number' | 'parse' | 'parseError';
  readonly name?: string;
  readonly source: string;
  readonly error?: string;
  readonly left?: string;
  readonly right?: string;
  readonly items?: readonly unknown[];
  readonly tree?: string;
  readonly textFormat?: string;
  readonly [field: string]: unknown;
}

export interface Failure {
  readonly id: string;
  readonly want: string;
  readonly got: string;
}

/** What differs from the tokens, numbers, trees and errors that Go's own parser tests recorded in `file`. */
export function checkTemplateParse(file: string): { cases: number; failures: Failure[] } {
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };
  const failures: Failure[] = [];
  for (const c of cases) {
    const [want, got] = checks[c.set](c);
    if (want !== got) failures.push({ id: `${c.set}/${c.name ?? c.source}`, want, got });
  }
  return { cases: cases.length, failures };
}

type Check = (c: Case) => [want: string, got: string];

const checks: Readonly<Record<Case['set'], Check>> = {
  lex: (c) => [JSON.stringify(c.items), JSON.stringify(tokens(c))],
  number: (c) => [numberFields(c), numberText(c.source)],
  parse: (c) => [c.error ?? c.tree ?? '', treeText(c)],
  parseError: (c) => [c.error ?? '', treeText(c)],
};

function tokens({ source, left = '', right = '' }: Case): unknown[] {
  const lexer = new Lexer(source, { left, right, comments: true });
  const items: Item[] = [];
  do items.push(lexer.nextItem());
  while (items.at(-1)?.type !== 'EOF' && items.at(-1)?.type !== 'error');
  return items.map(({ type, pos, text, line }) => [
    itemNames[type] ?? type,
    type === 'error' ? pos : Buffer.byteLength(source.slice(0, pos)),
    text,
    line,
  ]);
}

/** Go's tests print these two kinds without a name. */
const itemNames: Readonly<Record<string, string>> = { text: '', '=': '' };

const numberKeys = ['error', 'int', 'float', 'isInt', 'isUint', 'isFloat', 'isComplex'];

function numberFields(fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(numberKeys.map((key) => fields[key] ?? null));
}

function numberText(source: string): string {
  const type = source.startsWith("'") ? 'charconst' : /[^eEpP][+-]/.test(source.slice(1)) ? 'complex' : 'number';
  try {
    const { int, uint, float, complex } = parseNumber(source, type);
    return numberFields({
      int: String(int ?? 0),
      float: formatFloat(float ?? 0, 'g'),
      isInt: int !== undefined,
      isUint: uint !== undefined,
      isFloat: float !== undefined,
      isComplex: complex !== undefined,
    });
  } catch (error) {
    if (error instanceof GoError) return numberFields({ error: error.message });
    throw error;
  }
}

const functions = new Set(['printf', 'contains']);

function treeText({ name = '', source, textFormat, set }: Case): string {
  const maxDepth = set === 'parse' && name.startsWith('paren nesting') ? 3 : 200;
  try {
    const trees = parseTrees(name, source, (f) => functions.has(f), { maxDepth });
    return nodeString(trees.get(name) as ListNode, textFormat === '%q' ? quote : undefined);
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}
