import { ControllerError } from '../errors.ts';

/** The non-empty lines of a stream of bytes. A last line without its line feed is left out. Throws TooLarge beyond `limit` bytes. */
export async function* lines(chunks: AsyncIterable<Buffer>, limit: number, place: string): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let size = 0;
  const take = (part: Buffer) => {
    parts.push(part);
    size += part.length;
    if (size > limit) throw new ControllerError('TooLarge', place, `a line is longer than ${limit} bytes`);
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      take(chunk.subarray(start, end));
      const line = Buffer.concat(parts).toString('utf8').trim();
      parts = [];
      size = 0;
      start = end + 1;
      if (line !== '') yield line;
    }
    if (start < chunk.length) take(chunk.subarray(start));
  }
}
