/** One question of the conformance protocol. Which fields count depends on `kind`. */
export interface Case {
  readonly id?: string;
  readonly kind: string;
  /** expr, tmpl, tmplbase */
  readonly source?: string;
  readonly env?: unknown;
  readonly envName?: string;
  readonly name?: string;
  /** config, trigger, notification, destinations */
  readonly configMap?: { readonly namespace?: string; readonly data: Readonly<Record<string, string>> };
  readonly secret?: Readonly<Record<string, string>>;
  readonly object?: Readonly<Record<string, unknown>>;
  readonly objectKey?: string;
  readonly trigger?: string;
  readonly templates?: readonly string[];
  readonly destination?: { readonly service: string; readonly recipient: string };
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly prefix?: string;
}

/** What one case gives. `ok: false` comes with `phase` and `error`. */
export interface Answer {
  readonly id?: string;
  readonly ok: boolean;
  readonly output?: unknown;
  readonly null?: boolean;
  readonly v?: string;
  readonly type?: string;
  readonly phase?: string;
  readonly error?: string;
  readonly partial?: unknown;
}
