import type { ServerResponse } from 'node:http';
import { encode } from '../kubernetes/json.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { Change } from './api-log.ts';
import type { Served } from './api-resources.ts';
import type { Selector } from './api-selectors.ts';
import { expired, typeMeta } from './api-status.ts';
import type { ApiStore } from './api-store.ts';

export interface WatchRequest {
  readonly resource: Served;
  readonly namespace: string;
  readonly selector: Selector;
  readonly query: URLSearchParams;
}

export interface WatchSettings {
  readonly bookmarkMs: number;
  readonly isSilent: () => boolean;
  readonly isDuplicate: () => boolean;
}

/** One open watch of the embedded API server. */
export class WatchStream {
  private readonly store: ApiStore;
  private readonly request: WatchRequest;
  private readonly response: ServerResponse;
  private readonly settings: WatchSettings;
  private readonly cleanup: (() => void)[] = [];
  private from = 0;
  private muted = false;

  constructor(store: ApiStore, request: WatchRequest, response: ServerResponse, settings: WatchSettings) {
    this.store = store;
    this.request = request;
    this.response = response;
    this.settings = settings;
  }

  /** Answers; returns at once and calls `closed` when the connection has ended. */
  start(closed: () => void): void {
    const { response, store } = this;
    const { query } = this.request;
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache, private' });
    response.flushHeaders();
    response.on('close', () => {
      for (const clean of this.cleanup) clean();
      closed();
    });
    if (!this.replay(query.get('resourceVersion') ?? '')) return;
    this.cleanup.push(store.log.listen((change) => this.send(change)));
    if (query.get('allowWatchBookmarks') === 'true') {
      const timer = setInterval(() => this.bookmark(), this.settings.bookmarkMs);
      this.cleanup.push(() => clearInterval(timer));
    }
    const seconds = Number(query.get('timeoutSeconds') ?? 0) || 1800;
    const timer = setTimeout(() => this.end(), seconds * 1000);
    this.cleanup.push(() => clearTimeout(timer));
  }

  /** Breaks the connection off, with half an event written before when `midLine`. */
  drop(midLine: boolean): void {
    if (midLine) this.response.write('{"type":"MODIFIED","object":{"kind":"', () => this.response.destroy());
    else this.response.destroy();
  }

  /** Ends the answer as a server does whose time is up. */
  end(): void {
    this.response.end();
  }

  /** Lets nothing be written any more. */
  mute(): void {
    this.muted = true;
  }

  write(text: string): void {
    this.response.write(text);
  }

  /** Writes what the watch has missed; false when that is not known any more. */
  private replay(from: string): boolean {
    const { log } = this.store;
    if (from === '' || from === '0') {
      for (const object of this.store.list(this.request.resource, this.request.namespace)) {
        if (this.request.selector(object)) this.event('ADDED', object);
      }
      return true;
    }
    this.from = Number(from);
    if (this.from >= log.oldest) {
      for (const change of log.since(this.from)) this.send(change);
      return true;
    }
    this.event('ERROR', expired(`too old resource version: ${from} (${log.oldest})`).toJSON());
    this.end();
    return false;
  }

  private send({ version, resource, object, previous, deleted }: Change): void {
    if (version <= this.from) return;
    const { resource: wanted, namespace, selector } = this.request;
    if (resource.plural !== wanted.plural || resource.group !== wanted.group) return;
    if (namespace && object.metadata.namespace !== namespace) return;
    const before = previous !== undefined && selector(previous);
    const after = !deleted && selector(object);
    if (after) this.event(before ? 'MODIFIED' : 'ADDED', object);
    else if (before) this.event('DELETED', deleted ? object : withVersion(previous, object.metadata.resourceVersion));
  }

  private bookmark(): void {
    const metadata = { resourceVersion: String(this.store.log.version), creationTimestamp: null };
    this.event('BOOKMARK', { ...typeMeta(this.request.resource), metadata });
  }

  private event(type: string, object: object): void {
    if (this.muted || this.settings.isSilent()) return;
    const line = `${encode({ type, object })}\n`;
    this.response.write(this.settings.isDuplicate() && type !== 'ERROR' ? line + line : line);
  }
}

function withVersion(object: KubernetesObject, resourceVersion: string | undefined): object {
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
}
