import type { SentRequest } from '../../controller/page/index.ts';
import { fromBytes } from '../../engine/go/utf8.ts';
import { HttpClient, type HttpRequest, type HttpResponse } from '../../engine/services/http.ts';
import { redact } from '../../engine/services/redact.ts';

/** Pleases every service: it is what each of them looks for in the answer to what it has written. */
const accepted = {
  ok: true,
  success: true,
  status: 'success',
  id: 1,
  number: 1,
  ts: '1700000000.000100',
  channel: 'C0000000000',
  token: 'preview',
  expires_at: '2099-01-01T00:00:00Z',
  data: { userId: 'preview', authToken: 'preview' },
};

/** Keeps requests instead of making them, and answers each as if it had been accepted. Nothing leaves this process. */
export class Recorder extends HttpClient {
  private readonly secrets: readonly string[];
  private kept: SentRequest[] = [];

  constructor(secrets: readonly string[]) {
    super();
    this.secrets = secrets;
  }

  /** The requests since the last time, their secrets masked. */
  take(): SentRequest[] {
    const taken = this.kept;
    this.kept = [];
    return taken;
  }

  override async request(request: HttpRequest): Promise<HttpResponse> {
    const masked = (text: string) => redact(text, this.secrets);
    const { method, url, headers = [], body = '' } = request;
    this.kept.push({
      method: method || 'GET',
      url: masked(url),
      headers: Array.from(headers, ([name, value]) => [name, masked(value)] as const),
      body: masked(typeof body === 'string' ? body : fromBytes(body)),
    });
    const answer = method === 'GET' ? '[]' : /office\.com|teams/i.test(url) ? '1' : JSON.stringify(accepted);
    return {
      status: 200,
      reason: 'OK',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(answer),
      truncated: false,
      bodyError: undefined,
    };
  }
}
