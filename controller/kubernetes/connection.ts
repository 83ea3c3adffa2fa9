import type { Agent } from 'node:http';

/** What a request carries to be let in. `agent` overrides `tls`, for proxies. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsOptions;
  readonly agent?: Agent | undefined;
}

export interface TlsOptions {
  readonly ca?: string | Buffer | undefined;
  readonly cert?: string | Buffer | undefined;
  readonly key?: string | Buffer | undefined;
  readonly servername?: string | undefined;
  readonly rejectUnauthorized?: boolean | undefined;
}

/** An API server and the way in. */
export interface Connection {
  /** Base URL without a trailing slash. */
  readonly server: string;
  /** Namespace of the context or of the service account. */
  readonly namespace: string | undefined;
  /** The credentials of now; files and plugins are read again when they may have changed. */
  credentials(): Promise<Credentials>;
  /** Called after a 401: the next credentials() reads everything again. */
  refresh(): void;
}
