import { asControllerError, hasCode } from '../errors.ts';
import { type KubernetesClient, type KubernetesObject, keyOf, type Resource } from '../kubernetes/index.ts';
import type { Log } from '../log.ts';
import type { Report } from '../notification/report.ts';
import { sameStatus, statusOf } from './status.ts';

export interface StatusWriterOptions {
  readonly client: KubernetesClient;
  /** The `notifications` resource. */
  readonly resource: Resource;
  /** Creates a missing Notification, as the manager otherwise does. */
  readonly create: boolean;
  readonly log: Log;
  /** The time of now as RFC 3339. */
  readonly now: () => string;
}

const tries = 5;

/** Writes reports into the Notification of the RSync's name and namespace, the newest of each only. */
export class StatusWriter {
  private readonly options: StatusWriterOptions;
  private readonly newest = new Map<string, Report>();
  private readonly writing = new Map<string, Promise<void>>();
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

  private async writeNewest(key: string): Promise<void> {
    for (let report = this.newest.get(key); report; report = this.newest.get(key)) {
      this.newest.delete(key);
      try {
        await this.writeOne(report);
        this.missing.delete(key);
      } catch (error) {
        if (!hasCode(error, 'NotFound')) throw asControllerError(error, 'BadResponse', `notification ${key}`);
        if (!this.missing.has(key))
          this.options.log.warn({ resource: key, err: error.message }, 'there is no Notification to report in');
        this.missing.add(key);
      }
    }
  }

  private async writeOne(report: Report): Promise<void> {
    const { client, resource } = this.options;
    for (let attempt = 1; ; attempt++) {
      try {
        const current = await this.currentOf(report.object);
        const status = statusOf(report, this.options.now());
        if (!sameStatus(status, current['status'])) {
          await client.update(
            resource,
            { ...current, status },
            { subresource: 'status', fieldManager: 'notification-controller' },
          );
        }
        return;
      } catch (error) {
        if (!hasCode(error, 'Conflict', 'AlreadyExists') || attempt === tries) throw error;
      }
    }
  }

  private async currentOf(rsync: KubernetesObject): Promise<KubernetesObject> {
    const { client, resource, create } = this.options;
    try {
      return await client.get(resource, rsync.metadata);
    } catch (error) {
      if (!create || !hasCode(error, 'NotFound')) throw error;
      return await client.create(resource, newNotification(rsync, resource));
    }
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
