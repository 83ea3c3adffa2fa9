import type { Readable } from 'node:stream';

/** What a stream had to say, up to a limit. */
export interface Collected {
  readonly bytes: Buffer;
  /** Whether there was more than the limit. */
  readonly truncated: boolean;
  /** Why it ended early: the stream's error, or one with the code `ERR_STREAM_PREMATURE_CLOSE`. */
  readonly error: Error | undefined;
}

/**
 * The bytes of a stream, at most `limit`, read without the cost of an iterator. Never rejects. Of a stream that has more the rest is
 * not wanted: it is destroyed, or with `drains` read and dropped, since who sends it may still have to be answered.
 */
export function collect(stream: Readable, limit: number, drains = false): Promise<Collected> {
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve) => {
    const end = (error?: Error) => {
      const bytes = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
      resolve({ bytes, truncated: length > limit, error });
    };
    stream.on('data', (chunk: Buffer) => {
      if (length > limit) return;
      chunks.push(chunk.subarray(0, limit - length));
      length += chunk.length;
      if (length <= limit) return;
      end();
      if (!drains) stream.destroy();
    });
    stream.once('end', () => end());
    stream.on('error', end);
    stream.once('close', () => {
      if (!stream.readableEnded) end(prematureClose());
    });
  });
}

function prematureClose(): Error {
  return Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
}
