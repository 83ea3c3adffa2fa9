/** What a measured process is to do, as JSON in its first argument. */
export interface Task {
  /** An HTTPS server on loopback to which a connection is opened and kept. */
  readonly connection?: { readonly url: string; readonly certificate: string };
  /** A configuration to read, for a process that has the engine. */
  readonly config?: {
    readonly data: Readonly<Record<string, string>>;
    readonly secret: Readonly<Record<string, string>>;
    readonly environment: Readonly<Record<string, string>>;
    readonly certificate: string;
  };
  /** What is sent, once. */
  readonly delivery?: {
    readonly template: string;
    readonly variables: Readonly<Record<string, unknown>>;
    readonly destination: { readonly service: string; readonly recipient: string };
  };
}

/** What a measured process prints once it has done its task. */
export const done = '--task done--';

/** Tells that the task is done, and stays. */
export function stay(): void {
  process.stdout.write(`${done}\n`);
  setInterval(() => undefined, 60_000);
}
