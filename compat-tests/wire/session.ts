import type { Authority } from './authority.ts';
import type { RecordedRequest } from './case.ts';

/** One connection of a protocol in which the server speaks first; everything the client says is one record's body. */
export class Session {
  readonly port: number;
  readonly authority: Authority;
  private readonly record: { to: string; line: string; headers: []; body: string };

  constructor(protocol: string, port: number, authority: Authority) {
    this.port = port;
    this.authority = authority;
    this.record = { to: `${protocol}://$STUB`, line: 'connection', headers: [], body: '' };
  }

  get request(): RecordedRequest {
    return this.record;
  }

  add(text: string): void {
    this.record.body += text;
  }
}
