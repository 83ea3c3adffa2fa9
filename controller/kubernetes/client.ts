import type { IncomingMessage } from 'node:http';
import { asControllerError, type ControllerError } from '../errors.ts';
import { aborted, withDeadline } from './abort.ts';
import { knownEvent, type ListPage, toEvent, toPage, type WatchEvent } from './answers.ts';
import type {
  ApplyOptions,
  CallOptions,
  ClientOptions,
  DeleteOptions,
  ListOptions,
  WatchOptions,
  WriteOptions,
} from './client-options.ts';
import type { Connection } from './connection.ts';
import { decode, encode } from './json.ts';
import { lines } from './lines.ts';
import { type KubernetesObject, keyOf, type ObjectRef, toObject } from './object.ts';
import { apiVersionOf, type Resource, type ResourcePath, resourcePath } from './resource.ts';
import { statusError } from './status.ts';
import { readBody, Transport } from './transport.ts';

interface Call extends ResourcePath {
  readonly method: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  readonly body?: unknown;
  readonly contentType?: string;
}

const json = 'application/json';

/**
 * The calls the controller makes to an API server. Every one throws ControllerError and nothing else, and none retries but for
 * a kept-alive connection that the server had closed.
 */
export class KubernetesClient {
  readonly connection: Connection;
  private readonly transport: Transport;
  private readonly timeoutMs: number;
  private readonly maxBodyBytes: number;
  private readonly userAgent: string;
  private readonly fieldManager: string | undefined;

  constructor(connection: Connection, options: ClientOptions = {}) {
    this.connection = connection;
    this.transport = new Transport(connection);
    this.timeoutMs = options.timeoutMs ?? 30_000;
    this.maxBodyBytes = options.maxBodyBytes ?? 32 * 1024 * 1024;
    this.userAgent = options.userAgent ?? 'argo-notifications';
    this.fieldManager = options.fieldManager;
  }

  async get(resource: Resource, ref: ObjectRef, options: CallOptions = {}): Promise<KubernetesObject> {
    return this.object(resource, { method: 'GET', ...ref }, options);
  }

  /** One page. */
  async list(resource: Resource, options: ListOptions = {}): Promise<ListPage> {
    const { namespace, fieldSelector, labelSelector, limit, resourceVersion } = options;
    const query = { fieldSelector, labelSelector, limit, continue: options.continue, resourceVersion };
    const place = placeOf('LIST', resource, { namespace });
    return toPage(await this.call(resource, { method: 'GET', namespace, query }, options, place), resource, place);
  }

  async create(resource: Resource, object: object, options: WriteOptions = {}): Promise<KubernetesObject> {
    const { namespace } = refOf(object, resource);
    return this.object(
      resource,
      { method: 'POST', namespace, body: typed(object, resource), query: this.writeQuery(options) },
      options,
    );
  }

  /** Replaces the object, or with `subresource: 'status'` its status; Conflict when its resourceVersion is not the last. */
  async update(resource: Resource, object: object, options: WriteOptions = {}): Promise<KubernetesObject> {
    const ref = refOf(object, resource);
    const { subresource } = options;
    const call = { method: 'PUT', ...ref, subresource, body: typed(object, resource), query: this.writeQuery(options) };
    return this.object(resource, call, options);
  }

  /** RFC 7386; Conflict when the patch has a metadata.resourceVersion that is not the last. */
  async mergePatch(
    resource: Resource,
    ref: ObjectRef,
    patch: object,
    options: WriteOptions = {},
  ): Promise<KubernetesObject> {
    return this.object(resource, this.patchCall('merge-patch+json', ref, patch, options), options);
  }

  /** Server-side apply. */
  async apply(resource: Resource, object: object, options: ApplyOptions): Promise<KubernetesObject> {
    const call = this.patchCall('apply-patch+yaml', refOf(object, resource), typed(object, resource), options);
    return this.object(resource, { ...call, query: { ...call.query, force: options.force } }, options);
  }

  /** Resolves when the server has accepted the deletion; finalizers may keep the object. */
  async delete(resource: Resource, ref: ObjectRef, options: DeleteOptions = {}): Promise<void> {
    const { uid, resourceVersion, propagationPolicy } = options;
    const preconditions = uid === undefined && resourceVersion === undefined ? undefined : { uid, resourceVersion };
    const body = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy, preconditions };
    await this.call(resource, { method: 'DELETE', ...ref, body }, options);
  }

  /**
   * The events of a watch with bookmarks, until the server ends it. Throws what an ERROR event says (`Expired`, `Gone`, …),
   * Disconnected, BadResponse for a line that is not a watch event, Aborted. Leaving the loop closes the connection.
   */
  async *watch(resource: Resource, options: WatchOptions = {}): AsyncGenerator<WatchEvent> {
    const { namespace, fieldSelector, labelSelector, resourceVersion, timeoutSeconds } = options;
    const selection = { fieldSelector, labelSelector, resourceVersion, timeoutSeconds };
    const query = { watch: true, allowWatchBookmarks: true, ...selection };
    const place = placeOf('WATCH', resource, { namespace });
    const response = await this.open(resource, { method: 'GET', namespace, query }, options, place);
    const abort = () => response.destroy();
    options.signal?.addEventListener('abort', abort);
    try {
      options.onOpen?.();
      for await (const line of lines(response, this.maxBodyBytes, place))
        yield knownEvent(line, options.isKnown) ?? toEvent(decode(line, place), place);
    } catch (error) {
      if (options.signal?.aborted) throw aborted(options.signal, place);
      throw asControllerError(error, 'Disconnected', place);
    } finally {
      options.signal?.removeEventListener('abort', abort);
      response.destroy();
    }
  }

  /** The text of a path such as `/version` or `/readyz`. */
  async raw(path: string, options: CallOptions = {}): Promise<string> {
    const place = `GET ${path}`;
    return this.within(options, place, async (signal) => {
      const response = await this.transport.open({ method: 'GET', path, place, headers: this.headers() }, signal);
      const text = await this.text(response, place);
      if (response.statusCode !== 200) throw this.failure(response, text, place);
      return text;
    });
  }

  /** Closes every connection; calls under way end with an error. */
  close(): void {
    this.transport.close();
  }

  private async object(resource: Resource, call: Call, options: CallOptions): Promise<KubernetesObject> {
    const place = placeOf(call.method, resource, call);
    return toObject(await this.call(resource, call, options, place), resource, place);
  }

  private async call(
    resource: Resource,
    call: Call,
    options: CallOptions,
    place = placeOf(call.method, resource, call),
  ): Promise<unknown> {
    return this.within(options, place, async (signal) => {
      const response = await this.send(resource, call, place, signal);
      return decode(await this.text(response, place), place);
    });
  }

  /** The answer to a request for a stream; its body is not read and no longer under the deadline. */
  private open(resource: Resource, call: Call, options: CallOptions, place: string): Promise<IncomingMessage> {
    return this.within(options, place, (signal) => this.send(resource, call, place, signal));
  }

  private async send(resource: Resource, call: Call, place: string, signal: AbortSignal): Promise<IncomingMessage> {
    const path = resourcePath(resource, call) + queryString(call.query);
    const body = call.body === undefined ? undefined : encode(call.body);
    const headers = this.headers(body === undefined ? undefined : (call.contentType ?? json));
    const response = await this.transport.open({ method: call.method, path, place, headers, body }, signal);
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return response;
    throw this.failure(response, await this.text(response, place), place);
  }

  private failure(response: IncomingMessage, text: string, place: string): ControllerError {
    const status = response.statusCode ?? 0;
    if (status === 401) this.connection.refresh();
    let answer: unknown = text;
    try {
      if (response.headers['content-type']?.startsWith(json)) answer = decode(text, place);
    } catch {
      // The text itself is reported.
    }
    return statusError(place, status, answer, response.headers);
  }

  private within<T>(options: CallOptions, place: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const timeoutMs = options.timeoutMs ?? this.timeoutMs;
    return withDeadline({ signal: options.signal, timeoutMs, place }, async (signal) => {
      try {
        return await work(signal);
      } catch (error) {
        throw asControllerError(error, 'Unreachable', place);
      }
    });
  }

  private async text(response: IncomingMessage, place: string): Promise<string> {
    return (await readBody(response, this.maxBodyBytes, place)).toString('utf8');
  }

  private headers(contentType?: string): Record<string, string> {
    const common = { Accept: json, 'User-Agent': this.userAgent };
    return contentType === undefined ? common : { ...common, 'Content-Type': contentType };
  }

  private writeQuery(options: WriteOptions): Record<string, string | undefined> {
    return { fieldManager: options.fieldManager ?? this.fieldManager };
  }

  private patchCall(format: string, ref: ObjectRef, body: object, options: WriteOptions): Call {
    const { subresource } = options;
    return {
      method: 'PATCH',
      ...ref,
      subresource,
      body,
      contentType: `application/${format}`,
      query: this.writeQuery(options),
    };
  }
}

function placeOf(verb: string, resource: Resource, path: ResourcePath): string {
  const { namespace, name, subresource } = path;
  const plural = subresource === undefined ? resource.plural : `${resource.plural}/${subresource}`;
  const target = name === undefined ? namespace : keyOf({ namespace, name });
  return target === undefined ? `${verb} ${plural}` : `${verb} ${plural} ${target}`;
}

function refOf(object: object, resource: Resource): ObjectRef {
  const { metadata } = object as { metadata?: { namespace?: string; name?: string } };
  return { namespace: resource.namespaced ? metadata?.namespace : undefined, name: metadata?.name ?? '' };
}

/** Custom resources are not accepted without apiVersion and kind. */
function typed(object: object, resource: Resource): object {
  return { apiVersion: apiVersionOf(resource), kind: resource.kind, ...object };
}

function queryString(query: Call['query'] = {}): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [`${encodeURIComponent(key)}=${encodeURIComponent(value)}`],
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
