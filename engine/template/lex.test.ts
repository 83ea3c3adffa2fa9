import { describe, expect, it } from 'vitest';
import { itemString, Lexer, type LexOptions } from './lex.ts';

function tokens(source: string, options: LexOptions = {}): string[] {
  const lexer = new Lexer(source, options);
  const texts: string[] = [];
  for (;;) {
    const { type, pos, text, line } = lexer.nextItem();
    texts.push(`${type} ${pos} ${JSON.stringify(text)} ${line}`);
    if (type === 'EOF' || type === 'error') return texts;
  }
}

describe('Lexer', () => {
  it.each<[string, LexOptions, string[]]>([
    [
      'a\n{{.b}}',
      {},
      ['text 0 "a\\n" 1', 'left delim 2 "{{" 2', 'field 4 ".b" 2', 'right delim 6 "}}" 2', 'EOF 8 "" 2'],
    ],
    [
      'x \n{{- 1 -}}\n y',
      {},
      [
        'text 0 "x" 1',
        'left delim 3 "{{" 2',
        'number 7 "1" 2',
        'right delim 10 "}}" 2',
        'text 14 "y" 3',
        'EOF 15 "" 3',
      ],
    ],
    ['{{/*\n*/}}b', { comments: true }, ['comment 2 "/*\\n*/" 1', 'text 9 "b" 2', 'EOF 10 "" 2']],
    ['{{/* c */ -}} b', {}, ['text 14 "b" 1', 'EOF 15 "" 1']],
    [
      '{{$x:=(1)|y}}',
      {},
      [
        'left delim 0 "{{" 1',
        'variable 2 "$x" 1',
        ':= 4 ":=" 1',
        '( 6 "(" 1',
        'number 7 "1" 1',
        ') 8 ")" 1',
        'pipe 9 "|" 1',
        'identifier 10 "y" 1',
        'right delim 11 "}}" 1',
        'EOF 13 "" 1',
      ],
    ],
    [
      '{{break}}',
      { breakIsFunction: true },
      ['left delim 0 "{{" 1', 'identifier 2 "break" 1', 'right delim 7 "}}" 1', 'EOF 9 "" 1'],
    ],
    [
      '<if .>',
      { left: '<', right: '>' },
      ['left delim 0 "<" 1', 'if 1 "if" 1', 'space 3 " " 1', '. 4 "." 1', 'right delim 5 ">" 1', 'EOF 6 "" 1'],
    ],
    ['{{é😀}}', {}, ['left delim 0 "{{" 1', 'error 2 "bad character U+1F600 \'😀\'" 1']],
    ['{{`a\n`}}', {}, ['left delim 0 "{{" 1', 'raw string 2 "`a\\n`" 1', 'right delim 6 "}}" 2', 'EOF 8 "" 2']],
    ['{{\n \n', {}, ['left delim 0 "{{" 1', 'space 2 "\\n \\n" 1', 'error 5 "unclosed action" 3']],
  ])('%j', (source, options, want) => {
    expect(tokens(source, options)).toEqual(want);
  });
});

describe('itemString', () => {
  it.each([
    [{ type: 'EOF', pos: 0, text: '', line: 1 }, 'EOF'],
    [{ type: 'if', pos: 0, text: 'if', line: 1 }, '<if>'],
    [{ type: 'text', pos: 0, text: 'ten bytes!', line: 1 }, '"ten bytes!"'],
    [{ type: 'text', pos: 0, text: 'eleven byte', line: 1 }, '"eleven byt"...'],
    [{ type: 'text', pos: 0, text: 'äöüäöü', line: 1 }, '"äöüäöü"...'],
  ] as const)('%j', (item, want) => {
    expect(itemString(item)).toBe(want);
  });
});
