import { redact } from '../../engine/services/redact.ts';
import type { RecordedRequest, Recording, SendResult, WireCase } from './case.ts';

/** Something that no two runs have in common, or that is ours to word. */
export interface Normalisation {
  readonly what: string;
  /** Types of service. Default: all. */
  readonly services?: readonly string[];
  /** Only for cases of HTTP/2. */
  readonly http2?: boolean;
  /** Texts that are replaced, in request lines, header values and bodies. */
  readonly texts?: readonly (readonly [pattern: RegExp, replacement: string])[];
  /** A body as it is compared. */
  readonly body?: (body: string) => string;
  /** Headers, lower case, whose values do not count. */
  readonly headers?: readonly string[];
  /** Headers, lower case, that do not count at all. */
  readonly ignoredHeaders?: readonly string[];
  /** Whether the order and case of headers do not count. */
  readonly sorted?: boolean;
  /** Whether waits between requests do not count. */
  readonly randomWaits?: boolean;
  /** Texts that are replaced in errors. */
  readonly errors?: readonly (readonly [pattern: RegExp, replacement: string])[];
}

/** Everything that is not compared byte for byte. `npm run wire` prints it. */
export const normalisations: readonly Normalisation[] = [
  { what: "the stub's port" },
  { what: 'secrets, which our errors mask' },
  { what: 'waits between requests: in whole seconds, from 1 s less (but never none) to 2 s more' },
  {
    what: 'network errors: their class counts, the wording of the operating system and of Go does not',
    errors: [
      [/dial tcp [^ ]*: connect: connection refused/g, '<refused>'],
      [/dial tcp: lookup [^:]*: (no such host|.*server misbehaving)/g, '<no such host>'],
      [/(tls: failed to verify certificate: )?x509: .*|tls: failed to verify certificate.*/gs, '<certificate>'],
      [/\bEOF\b|unexpected EOF|read tcp .*: connection reset by peer|socket hang up/g, '<closed>'],
      [/context deadline exceeded( \(Client\.Timeout [^)]*\))?|dial tcp .*: i\/o timeout/g, '<timeout>'],
    ],
  },
  { what: 'HTTP/2: the order of headers', sorted: true, http2: true },
  {
    what: 'awssqs, gcppubsub: waits between tries, which are random',
    services: ['awssqs', 'gcppubsub'],
    randomWaits: true,
  },
  {
    what: "the Go library's own words after `json: cannot unmarshal` and `yaml: `",
    errors: [[/(json: cannot unmarshal|yaml: ).*/gs, '$1']],
  },
  { what: 'alertmanager: startsAt', services: ['alertmanager'], texts: [[/("startsAt":")[^"]*"/g, '$1TIME"']] },
  { what: 'grafana: time', services: ['grafana'], texts: [[/("time":)\d+/g, '$1TIME']] },
  { what: 'googlechat: cardId', services: ['googlechat'], texts: [[/("cardId":")[0-9a-f-]{36}"/g, '$1UUID"']] },
  {
    what: 'github: the JWT of the app and the times in it',
    services: ['github'],
    texts: [[/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/g, 'Bearer JWT']],
  },
  {
    what: 'opsgenie: version of Go and the machine in User-Agent',
    services: ['opsgenie'],
    texts: [[/^(opsgenie-go-sdk-[\d.]+) .*$/g, '$1']],
  },
  {
    sorted: true,
    what: "awssqs: order and case of headers; signature, times, ids and retry counters, and the SDK's own User-Agent and Accept-Encoding",
    services: ['awssqs'],
    headers: ['authorization', 'x-amz-date', 'amz-sdk-invocation-id', 'x-amz-user-agent', 'user-agent'],
    ignoredHeaders: ['accept-encoding', 'amz-sdk-request', 'x-amz-content-sha256', 'x-amz-user-agent', 'connection'],
  },
  {
    sorted: true,
    what: 'gcppubsub: order of headers, versions of the gRPC client in User-Agent and X-Goog-Api-Client, and whether it compresses',
    services: ['gcppubsub'],
    headers: ['user-agent'],
    ignoredHeaders: ['x-goog-api-client', 'grpc-accept-encoding', 'accept-encoding'],
  },
  {
    what: 'email: Date, and the order of the headers of the message',
    services: ['email'],
    texts: [[/^Date: [^\r]*/gm, 'Date: TIME']],
    body: sortMessageHeaders,
  },
  {
    what: 'nats: language and version in CONNECT, and the order of its members',
    services: ['nats'],
    texts: [[/"(lang|version)":"[^"]*"/g, '"$1":"*"']],
    body: sortConnect,
  },
];

/** What a case came to, without what is not compared; the stub's address is `$STUB` again. */
export function normalise(c: WireCase, port: number, { id, requests, results }: Recording): Recording {
  const rules = normalisations.filter(
    ({ services = [c.type], http2 = c.http2 ?? false }) => services.includes(c.type) && http2 === (c.http2 ?? false),
  );
  const portless = (text: string) => text.replaceAll(new RegExp(`(:|%3A)${port}\\b`, 'g'), '$1$STUB_PORT');
  return {
    id,
    requests: requests.map((request) => normaliseRequest(request, rules, portless)),
    results: results.map((result) => normaliseResult(result, rules, c.secrets ?? [], portless)),
  };
}

function normaliseRequest(
  request: RecordedRequest,
  rules: readonly Normalisation[],
  portless: (text: string) => string,
): RecordedRequest {
  const changed = (text: string) =>
    rules
      .flatMap(({ texts = [] }) => texts)
      .reduce((now, [pattern, into]) => now.replace(pattern, into), portless(text));
  const starred = new Set(rules.flatMap(({ headers = [] }) => headers));
  const ignored = new Set(rules.flatMap(({ ignoredHeaders = [] }) => ignoredHeaders));
  const body = rules.reduce((now, rule) => rule.body?.(now) ?? now, changed(request.body));
  if (body !== portless(request.body)) starred.add('content-length');
  const headers = request.headers
    .filter(([name]) => !ignored.has(name.toLowerCase()))
    .map(([name, value]) => [name, starred.has(name.toLowerCase()) ? '*' : changed(value)] as const);
  const sorted = rules.some((rule) => rule.sorted);
  const { after, ...rest } = request;
  const waited = after === undefined || rules.some((rule) => rule.randomWaits) ? {} : { after };
  return { ...rest, line: changed(request.line), headers: sorted ? sortHeaders(headers) : headers, body, ...waited };
}

function sortHeaders(headers: RecordedRequest['headers']): RecordedRequest['headers'] {
  const lower = headers.map(([name, value]) => [name.toLowerCase(), value] as const);
  return lower.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function normaliseResult(
  { ok, error }: SendResult,
  rules: readonly Normalisation[],
  secrets: readonly string[],
  portless: (text: string) => string,
): SendResult {
  if (error === undefined) return { ok };
  const masked = redact(error, secrets);
  return {
    ok,
    error: rules
      .flatMap(({ errors = [] }) => errors)
      .reduce((now, [p, into]) => now.replace(p, into), portless(masked)),
  };
}

/** An SMTP conversation with the headers of each message sorted, continuation lines with theirs. */
function sortMessageHeaders(conversation: string): string {
  return conversation.replace(/(?<=^DATA\r\n)(?:.+\r\n)+/gm, (head) =>
    head
      .split(/(?<=\r\n)(?![ \t])/)
      .sort()
      .join(''),
  );
}

/** A NATS conversation with the members of CONNECT sorted. */
function sortConnect(conversation: string): string {
  return conversation.replace(/(?<=^CONNECT )\{.*\}/gm, (json) =>
    JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(json) as object).sort(([a], [b]) => (a < b ? -1 : 1)))),
  );
}
