import { type Content, escapeHtml, Html, html } from '../html.ts';

/** A piece of text that shows as something else. */
export interface Mark {
  readonly pattern: RegExp;
  /** What it shows, by what the pattern captures; texts may hold further marks. */
  readonly shown: (groups: readonly string[], marked: (text: string) => Html) => Html;
}

/** Longer texts show without their marks. */
const longest = 20_000;

/** What shows a text by its marks, the first of them first, line by line. `plain` is what is between them. */
export function markedBy(marks: readonly Mark[], plain = (text: string) => text): (text: string) => Html {
  const show = (text: string): Html => {
    const parts: Content[] = [];
    let rest = text;
    for (let next = firstOf(marks, rest); next; next = firstOf(marks, rest)) {
      const { mark, found } = next;
      parts.push(lines(plain(rest.slice(0, found.index))), mark.shown(found.slice(1), show));
      rest = rest.slice(found.index + found[0].length);
    }
    return html`${parts}${lines(plain(rest))}`;
  };
  return (text) => (text.length > longest ? lines(plain(text)) : show(text));
}

function firstOf(marks: readonly Mark[], text: string): { mark: Mark; found: RegExpExecArray } | undefined {
  let first: { mark: Mark; found: RegExpExecArray } | undefined;
  for (const mark of marks) {
    const found = mark.pattern.exec(text);
    if (found && (!first || found.index < first.found.index)) first = { mark, found };
  }
  return first;
}

function lines(text: string): Html {
  return new Html(escapeHtml(text).replaceAll(/\r?\n/g, '<br>'));
}

/** A link that shows where it leads, and does not lead there. */
export function link(url: string, text: string): Html {
  return html`<span class="link" title="${url}">${text}</span>`;
}
