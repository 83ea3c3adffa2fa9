import { type FileHandle, open } from 'node:fs/promises';
import { unreadable } from './bounds.ts';

/** A file that is read piece by piece. */
export class RandomFile {
  readonly path: string;
  private readonly handle: FileHandle;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.handle = handle;
  }

  /** What `use` gives of an open file, which is closed then. @throws what the file system says */
  static async with<T>(path: string, use: (file: RandomFile) => Promise<T>): Promise<T> {
    const handle = await open(path, 'r');
    try {
      return await use(new RandomFile(path, handle));
    } finally {
      await handle.close();
    }
  }

  /** At most `length` bytes from `offset`; fewer at the end of the file. */
  async upTo(offset: number, length: number): Promise<Buffer> {
    const buffer = Buffer.alloc(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await this.handle.read(buffer, filled, length - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  }

  /** Exactly `length` bytes from `offset`. @throws {ControllerError} `BadRepository` when the file ends before */
  async exactly(offset: number, length: number): Promise<Buffer> {
    const bytes = await this.upTo(offset, length);
    if (bytes.length < length) throw unreadable(this.path, 'the file ends too soon');
    return bytes;
  }
}

/** The whole of a file. @throws {ControllerError} `BadRepository` beyond `limit` bytes */
export function readWhole(path: string, limit: number): Promise<Buffer> {
  return RandomFile.with(path, async (file) => {
    const chunks: Buffer[] = [];
    for (let length = 0; length <= limit; ) {
      const chunk = await file.upTo(length, Math.min(limit + 1 - length, 1 << 16));
      if (chunk.length === 0) return Buffer.concat(chunks, length);
      chunks.push(chunk);
      length += chunk.length;
    }
    throw unreadable(path, `larger than ${limit} bytes`);
  });
}
