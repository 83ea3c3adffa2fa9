import { EngineError } from '../errors.ts';

/** Why a request has no response; `invalid` is one that is no request at all. */
export type HttpFailure =
  | 'parse'
  | 'invalid'
  | 'url'
  | 'scheme'
  | 'header'
  | 'redirects'
  | 'certificate'
  | 'timeout'
  | 'aborted'
  | 'network';

/** A request that got no response. `message` is Go's, `Post "URL": cause`, the URL without its password. */
export class HttpError extends EngineError {
  override readonly name: string = 'HttpError';
  readonly failure: HttpFailure;

  constructor(failure: HttpFailure, message: string, cause?: unknown) {
    super('send', message, { cause });
    this.failure = failure;
  }

  /** The message without `Post "URL": `. */
  get reason(): string {
    return this.message.replace(/^[A-Z][a-z]* "(?:[^"\\]|\\.)*": /, '');
  }
}

interface NodeError extends Error {
  readonly code?: string;
  readonly syscall?: string;
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
  readonly errors?: readonly NodeError[];
}

/** What Go says of the reasons for which a connection fails. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connect: connection refused',
  EHOSTUNREACH: 'connect: no route to host',
  ENETUNREACH: 'connect: network is unreachable',
  ETIMEDOUT: 'i/o timeout',
};

/** The cause of a failed connection or exchange, in Go's words where it has some. */
export function describeFailure(error: NodeError): string {
  const first = error.errors?.[0] ?? error;
  const code = first.code ?? '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `dial tcp: lookup ${first.hostname ?? ''}: no such host`;
  if (Object.hasOwn(reasons, code)) return `dial tcp ${first.address ?? ''}:${first.port ?? ''}: ${reasons[code]}`;
  if (code === 'ECONNRESET') return 'EOF';
  if (isCertificateError(error)) {
    const reason = unknownAuthority.test(code) ? 'certificate signed by unknown authority' : first.message;
    return `tls: failed to verify certificate: x509: ${reason}`;
  }
  return first.message === '' ? code : first.message;
}

const unknownAuthority = /^(UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN)/;
const certificateCodes =
  /^(CERT_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|ERR_TLS_CERT_ALTNAME_INVALID|INVALID_CA|HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED)/;

/** Whether the peer's certificate is the reason. */
export function isCertificateError(error: NodeError): boolean {
  return certificateCodes.test(error.code ?? '');
}
