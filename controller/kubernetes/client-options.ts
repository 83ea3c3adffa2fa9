export interface ClientOptions {
  /** Deadline of every call in milliseconds, default 30 000. For a watch it ends when the stream is open. */
  readonly timeoutMs?: number;
  /** Largest body, and largest line of a watch, in bytes; default 32 MiB. */
  readonly maxBodyBytes?: number;
  readonly userAgent?: string;
  /** Default of WriteOptions.fieldManager. */
  readonly fieldManager?: string;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

export interface WriteOptions extends CallOptions {
  readonly subresource?: 'status' | 'scale' | undefined;
  readonly fieldManager?: string | undefined;
}

export interface ApplyOptions extends WriteOptions {
  readonly fieldManager: string;
  readonly force?: boolean | undefined;
}

export interface DeleteOptions extends CallOptions {
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly propagationPolicy?: 'Orphan' | 'Background' | 'Foreground' | undefined;
}

export interface Selection extends CallOptions {
  /** All namespaces when absent. */
  readonly namespace?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly labelSelector?: string | undefined;
}

export interface ListOptions extends Selection {
  readonly limit?: number | undefined;
  readonly continue?: string | undefined;
  readonly resourceVersion?: string | undefined;
}

export interface WatchOptions extends Selection {
  readonly resourceVersion?: string | undefined;
  /** The server ends the watch after it; default its own choice. */
  readonly timeoutSeconds?: number | undefined;
  /** Called when the server has accepted the watch. */
  readonly onOpen?: (() => void) | undefined;
  /** Whether a change is known by its resourceVersion; it is then told as a BOOKMARK, and not read. */
  readonly isKnown?: ((resourceVersion: string) => boolean) | undefined;
}
