import { apiVersionOf, type Resource } from '../kubernetes/resource.ts';

/** An answer of failure, in the words of the Kubernetes API server. */
export class StatusFailure extends Error {
  override readonly name: string = 'StatusFailure';
  readonly status: number;
  readonly reason: string;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(status: number, reason: string, message: string, details?: Readonly<Record<string, unknown>>) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.details = details;
  }

  /** The `Status` object of the answer. */
  toJSON(): Record<string, unknown> {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      ...(this.details && { details: this.details }),
      code: this.status,
    };
  }
}

/** `configmaps`, `rootsyncs.configsync.gke.io`, … */
export function qualified({ group, plural }: Resource): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** `ConfigMap`, `RootSync.configsync.gke.io`, … */
export function qualifiedKind({ group, kind }: Resource): string {
  return group === '' ? kind : `${kind}.${group}`;
}

export function notFound(resource: Resource, name: string): StatusFailure {
  return new StatusFailure(404, 'NotFound', `${qualified(resource)} "${name}" not found`, detailsOf(resource, name));
}

export function alreadyExists(resource: Resource, name: string): StatusFailure {
  const text = `${qualified(resource)} "${name}" already exists`;
  return new StatusFailure(409, 'AlreadyExists', text, detailsOf(resource, name));
}

const modified = 'the object has been modified; please apply your changes to the latest version and try again';

export function conflict(
  resource: Resource,
  name: string,
  why = modified,
  subject = qualified(resource),
): StatusFailure {
  const text = `Operation cannot be fulfilled on ${subject} "${name}": ${why}`;
  return new StatusFailure(409, 'Conflict', text, detailsOf(resource, name));
}

export function invalid(resource: Resource, name: string, field: string, why: string): StatusFailure {
  const subject = field === 'metadata.resourceVersion' ? qualified(resource) : qualifiedKind(resource);
  const text = `${subject} "${name}" is invalid: ${field}: ${why}`;
  const causes = [{ reason: 'FieldValueInvalid', message: why, field }];
  return new StatusFailure(422, 'Invalid', text, { ...detailsOf(resource, name), kind: resource.kind, causes });
}

export function badRequest(text: string): StatusFailure {
  return new StatusFailure(400, 'BadRequest', text);
}

export function expired(text: string): StatusFailure {
  return new StatusFailure(410, 'Expired', text);
}

/** The object that answers a deletion. */
export function deleted(resource: Resource, name: string, uid: unknown): Record<string, unknown> {
  const details = { ...detailsOf(resource, name), uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}

/** `{kind: 'RootSync', apiVersion: …}` of a resource. */
export function typeMeta(resource: Resource): { kind: string; apiVersion: string } {
  return { kind: resource.kind, apiVersion: apiVersionOf(resource) };
}

function detailsOf({ group, plural }: Resource, name: string): Record<string, unknown> {
  return { name, ...(group !== '' && { group }), kind: plural };
}
