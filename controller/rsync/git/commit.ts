import { fromInstant, type GoTime, local } from '../../../engine/go/time/index.ts';
import { fromBytes } from '../../../engine/go/utf8.ts';

/** What a commit says of itself. */
export interface Commit {
  /** `Name <mail>` */
  readonly author: string;
  /** When it was written, in local time. */
  readonly date: GoTime;
  /** The whole message without the blanks around it. */
  readonly message: string;
}

/** The commit that an object's body is; as `git show --format='%an <%ae>%n%at%n%B'`, which Argo CD's repo server asks. */
export function parseCommit(body: Buffer): Commit {
  const end = body.indexOf('\n\n');
  const head = end === -1 ? body : body.subarray(0, end);
  const message = end === -1 ? body.subarray(body.length) : body.subarray(end + 2);
  const nul = message.indexOf(0);
  const decode = decoderOf(headerOf(head, 'encoding')?.toString('latin1') ?? '');
  const author = headerOf(head, 'author') ?? Buffer.of();
  return {
    author: identityOf(decode(author)),
    date: fromInstant({ seconds: secondsOf(author.toString('latin1')), nanoseconds: 0 }, local),
    message: decode(nul === -1 ? message : message.subarray(0, nul)).trim(),
  };
}

/** The first header of a name. Lines that continue one begin with a blank, so that none of a signature is taken for a header. */
function headerOf(head: Buffer, name: string): Buffer | undefined {
  for (let at = 0; at < head.length; ) {
    const newline = head.indexOf(10, at);
    const end = newline === -1 ? head.length : newline;
    if (head.toString('latin1', at, at + name.length + 1) === `${name} `)
      return head.subarray(at + name.length + 1, end);
    at = end + 1;
  }
  return undefined;
}

function identityOf(line: string): string {
  const [, name = line, mail = ''] = /^([^<]*)<([^>]*)>/.exec(line) ?? [];
  return `${name.trimEnd()} <${mail}>`;
}

/** Seconds since 1970, 0 when the line has no time. */
function secondsOf(line: string): number {
  const digits = /^ *(\d{1,15})/.exec(line.slice(line.lastIndexOf('>') + 1))?.[1];
  return digits === undefined ? 0 : Number(digits);
}

/** Texts in an encoding; one that is unknown is left as it is, as Git does. */
function decoderOf(encoding: string): (bytes: Buffer) => string {
  if (encoding === '' || /^utf-?8$/i.test(encoding)) return fromBytes;
  if (/^(iso-?8859-1|latin-?1)$/i.test(encoding)) return (bytes) => bytes.toString('latin1');
  try {
    const decoder = new TextDecoder(encoding);
    return (bytes) => decoder.decode(bytes);
  } catch {
    return fromBytes;
  }
}
