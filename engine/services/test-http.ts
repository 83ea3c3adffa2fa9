import type { EngineError } from '../errors.ts';
import { emptyNotification, type Notification } from '../notification.ts';
import { HttpClient, type HttpRequest, type HttpResponse } from './http.ts';
import type { Log, Service, ServiceType } from './service.ts';

export interface ScriptedAnswer extends Partial<Pick<HttpResponse, 'status' | 'headers'>> {
  readonly text?: string;
}

/** A client that answers what `answer` says, and remembers the requests. For tests. */
export class ScriptedHttp extends HttpClient {
  readonly requests: HttpRequest[] = [];
  private readonly answer: (request: HttpRequest) => ScriptedAnswer | Promise<ScriptedAnswer>;

  constructor(answer: (request: HttpRequest) => ScriptedAnswer | Promise<ScriptedAnswer> = () => ({})) {
    super();
    this.answer = answer;
  }

  override async request(request: HttpRequest): Promise<HttpResponse> {
    this.requests.push(request);
    const { status = 200, headers = {}, text = '' } = await this.answer(request);
    return { status, reason: '', headers, body: Buffer.from(text), truncated: false, bodyError: undefined };
  }

  /** Methods and URLs. */
  get lines(): string[] {
    return this.requests.map(({ method, url }) => `${method} ${url}`);
  }
}

export interface Delivery {
  readonly recipient?: string;
  readonly signal?: AbortSignal;
  readonly log?: Log;
  readonly patience?: number;
}

export const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The service that options make. */
export function made(type: ServiceType, value: unknown, http: HttpClient): Service {
  return type.parse({ value, text: '' }, { http });
}

/** Delivers a notification of some sections. Resolves to the error, undefined for none. */
export async function deliver(
  service: Service,
  sections: Partial<Notification>,
  { recipient = '', signal = new AbortController().signal, log = silent, patience }: Delivery = {},
): Promise<EngineError | undefined> {
  try {
    await service.send(
      { ...emptyNotification(), ...sections },
      { service: 'x', recipient },
      { signal, log, ...(patience === undefined ? {} : { patience }) },
    );
    return undefined;
  } catch (error) {
    return error as EngineError;
  }
}
