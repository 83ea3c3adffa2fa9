import type { Readable } from 'node:stream';

/** The sender went away in the middle of a message. */
export class Gone extends Error {
  override readonly name: string = 'Gone';
}

/** Reads a stream by lines and counts of bytes. */
export class ByteReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private buffer: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** The bytes of a line without its end; undefined at the end of the stream. @throws {Gone} within a line */
  async line(): Promise<Buffer | undefined> {
    const line = await this.rawLine();
    return line?.subarray(0, line.at(-2) === 0x0d ? -2 : -1);
  }

  /** The bytes of a line with its end; undefined at the end of the stream. @throws {Gone} within a line */
  async rawLine(): Promise<Buffer | undefined> {
    let end = this.buffer.indexOf('\n');
    while (end < 0) {
      const empty = this.buffer.length === 0;
      if (!(await this.more())) {
        if (empty) return undefined;
        throw new Gone('the stream ends within a line');
      }
      end = this.buffer.indexOf('\n');
    }
    return this.take(end + 1);
  }

  /** Exactly that many bytes. @throws {Gone} when there are fewer */
  async exactly(count: number): Promise<Buffer> {
    while (this.buffer.length < count) {
      if (!(await this.more())) throw new Gone(`the stream ends ${count - this.buffer.length} bytes early`);
    }
    return this.take(count);
  }

  private async more(): Promise<boolean> {
    const { done, value } = await this.chunks.next();
    if (done === true) return false;
    this.buffer = Buffer.concat([this.buffer, value]);
    return true;
  }

  private take(count: number): Buffer {
    const taken = this.buffer.subarray(0, count);
    this.buffer = this.buffer.subarray(count);
    return taken;
  }
}
