import { asControllerError, hasCode } from '../errors.ts';
import { type Clock, type KubernetesClient, type KubernetesObject, keyOf, type Resource } from '../kubernetes/index.ts';
import type { Log } from '../log.ts';
import type { Report } from '../notification/report.ts';
import { type NotificationStatus, sameStatus, statusOf } from './status.ts';
import { mapAt } from './sync.ts';

export interface StatusWriterOptions {
  readonly client: KubernetesClient;
  /** The `notifications` resource. */
  readonly resource: Resource;
  /** Creates a missing Notification, as the manager otherwise does. */
  readonly create: boolean;
  readonly log: Log;
  readonly clock: Clock;
}

/** What a Notification's status was last known to be; undefined when there is no Notification. */
interface Known {
  readonly status: Readonly<Record<string, unknown>> | undefined;
  /** When it was read, in milliseconds since the epoch. */
  readonly at: number;
}

/** How long a status is trusted to be as we left it, and a missing Notification to be missing, in milliseconds. */
const trusted = 600_000;
const trustedMissing = 30_000;

/**
 * Writes reports into the Notification of the RSync's name and namespace, the newest of each only. A status that says the same
 * already is not written; it is read once, and then only now and then.
 */
export class StatusWriter {
  private readonly options: StatusWriterOptions;
  private readonly newest = new Map<string, Report>();
  private readonly writing = new Map<string, Promise<void>>();
  private readonly known = new Map<string, Known>();
  private readonly missing = new Set<string>();

  constructor(options: StatusWriterOptions) {
    this.options = options;
  }

  /**
   * Resolves when the report, or a newer one, is written. A Notification that does not exist is no error.
   * @throws {ControllerError}
   */
  write(report: Report): Promise<void> {
    const key = keyOf(report.object.metadata);
    this.newest.set(key, report);
    const running = this.writing.get(key);
    if (running) return running;
    const started = this.writeNewest(key).finally(() => this.writing.delete(key));
    this.writing.set(key, started);
    return started;
  }

  /** Drops what is remembered of an RSync that is gone. */
  forget(key: string): void {
    this.known.delete(key);
    this.missing.delete(key);
  }

  private async writeNewest(key: string): Promise<void> {
    for (let report = this.newest.get(key); report; report = this.newest.get(key)) {
      this.newest.delete(key);
      await this.writeOne(key, report);
    }
  }

  private async writeOne(key: string, report: Report): Promise<void> {
    try {
      const { status: before, at } = this.fresh(key) ?? (await this.read(key, report.object));
      if (!before) return;
      const status = statusOf(report, new Date(this.options.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'));
      if (!sameStatus(status, before)) await this.patch(report.object, before, status);
      this.known.set(key, { status: { ...status }, at });
      this.missing.delete(key);
    } catch (error) {
      this.known.delete(key);
      if (!hasCode(error, 'NotFound')) throw asControllerError(error, 'BadResponse', `notification ${key}`);
      this.remember(key, undefined);
      if (!this.missing.has(key))
        this.options.log.warn({ resource: key, err: error.message }, 'there is no Notification to report in');
      this.missing.add(key);
    }
  }

  private fresh(key: string): Known | undefined {
    const known = this.known.get(key);
    if (!known) return undefined;
    return this.options.clock.now() - known.at < (known.status ? trusted : trustedMissing) ? known : undefined;
  }

  private remember(key: string, status: Known['status']): Known {
    const known = { status, at: this.options.clock.now() };
    this.known.set(key, known);
    return known;
  }

  private async read(key: string, rsync: KubernetesObject): Promise<Known> {
    const { client, resource, create } = this.options;
    const notification = await client.get(resource, rsync.metadata).catch((error: unknown) => {
      if (!create || !hasCode(error, 'NotFound')) throw error;
      return this.create(rsync);
    });
    const { conditions: _, ...status } = mapAt(notification, 'status');
    return this.remember(key, status);
  }

  /** Creates the Notification, or reads the one that somebody else was faster to create. */
  private async create(rsync: KubernetesObject): Promise<KubernetesObject> {
    const { client, resource } = this.options;
    try {
      return await client.create(resource, newNotification(rsync, resource));
    } catch (error) {
      if (!hasCode(error, 'AlreadyExists')) throw error;
      return await client.get(resource, rsync.metadata);
    }
  }

  /** A status has no writer but us, so that it is written whatever the resourceVersion. */
  private async patch(rsync: KubernetesObject, before: object, status: NotificationStatus): Promise<void> {
    const { client, resource } = this.options;
    const gone = Object.fromEntries(Object.keys(before).map((field) => [field, null]));
    await client.mergePatch(resource, rsync.metadata, { status: { ...gone, ...status } }, { subresource: 'status' });
  }
}

function newNotification(rsync: KubernetesObject, { group, version, kind }: Resource): object {
  const { name, namespace, uid } = rsync.metadata;
  const owner = {
    apiVersion: rsync.apiVersion,
    kind: rsync.kind,
    name,
    uid,
    controller: true,
    blockOwnerDeletion: true,
  };
  return { apiVersion: `${group}/${version}`, kind, metadata: { name, namespace, ownerReferences: [owner] } };
}
