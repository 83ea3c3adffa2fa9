import { Agent, request } from 'node:https';
import type { Access } from './server.ts';

/** A Kubernetes object as JSON has it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly generation?: number;
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** What names an object. */
export type Reference = Pick<KubeObject, 'apiVersion' | 'kind'> & {
  readonly metadata: { readonly name: string; readonly namespace?: string };
};

/** The printed form of objects: `kubectl get`'s columns and rows. */
export interface Table {
  readonly columnDefinitions: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly { readonly cells: readonly unknown[] }[];
}

/** An answer of the API server that is no success. */
export class KubeError extends Error {
  readonly status: number;

  constructor(method: string, path: string, status: number, body: string) {
    super(`${method} ${path}: ${status} ${messageOf(body)}`);
    this.name = 'KubeError';
    this.status = status;
  }
}

const requestDeadline = 15_000;

/** A plain client of the API server for tests: no cache, no retry, 15 s for a request. */
export class KubeClient {
  private readonly access: Access;
  private readonly agent: Agent;

  constructor(access: Access) {
    this.access = access;
    this.agent = new Agent({ ca: access.ca, keepAlive: true });
  }

  /** Creates the object, or makes what it says so: server-side apply. */
  apply(object: KubeObject, fieldManager = 'e2e'): Promise<KubeObject> {
    const path = `${pathOf(object)}?fieldManager=${fieldManager}&force=true`;
    return this.call<KubeObject>('PATCH', path, object, 'application/apply-patch+yaml');
  }

  /** Merges `patch` into the object: JSON merge patch, of a subresource if one is named. */
  patch(object: Reference, patch: object, subresource?: 'status'): Promise<KubeObject> {
    const path = `${pathOf(object)}${subresource ? `/${subresource}` : ''}?fieldManager=e2e`;
    return this.call<KubeObject>('PATCH', path, patch, 'application/merge-patch+json');
  }

  /** Sets the whole status, whoever else writes to the object: JSON patch. */
  setStatus(object: Reference, status: object): Promise<KubeObject> {
    const patch = [{ op: 'add', path: '/status', value: status }];
    return this.call<KubeObject>('PATCH', `${pathOf(object)}/status`, patch, 'application/json-patch+json');
  }

  get(object: Reference): Promise<KubeObject> {
    return this.call<KubeObject>('GET', pathOf(object));
  }

  /** The object, or undefined if there is none. */
  async find(object: Reference): Promise<KubeObject | undefined> {
    try {
      return await this.get(object);
    } catch (error) {
      if (error instanceof KubeError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Every object of a kind in a namespace, or with an empty name in all of them, that has the labels. */
  async list(type: Pick<KubeObject, 'apiVersion' | 'kind'>, namespace: string, labels = ''): Promise<KubeObject[]> {
    const place = namespace === '' ? {} : { namespace };
    const path = pathOf({ ...type, metadata: { name: '', ...place } }).replace(/\/$/, '');
    const { items } = await this.call<{ items: KubeObject[] }>(
      'GET',
      `${path}?labelSelector=${encodeURIComponent(labels)}`,
    );
    return items.map((item) => ({ ...item, ...type }));
  }

  /** A token of a ServiceAccount, good for an hour. */
  async token(namespace: string, name: string): Promise<string> {
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3600 } };
    const { status } = await this.call<{ status: { token: string } }>('POST', path, body);
    return status.token;
  }

  delete(object: Reference): Promise<unknown> {
    return this.call('DELETE', pathOf(object));
  }

  /** The object as `kubectl get` prints it. */
  table(object: Reference): Promise<Table> {
    return this.call('GET', pathOf(object), undefined, 'application/json;as=Table;v=v1;g=meta.k8s.io');
  }

  close(): void {
    this.agent.destroy();
  }

  private async call<T>(method: string, path: string, body?: object, type = 'application/json'): Promise<T> {
    const sent = body === undefined ? {} : { 'content-type': type };
    const accept = type.includes('as=Table') ? type : 'application/json';
    const headers = { authorization: `Bearer ${this.access.token}`, accept, ...sent };
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const signal = AbortSignal.timeout(requestDeadline);
    const outgoing = request(
      `${this.access.url}${path}`,
      { method, headers, agent: this.agent, signal },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.once('error', reject).once('end', () => {
          const status = response.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve(JSON.parse(text) as T);
          else reject(new KubeError(method, path, status, text));
        });
      },
    );
    outgoing.once('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
    return promise;
  }
}

const plurals: Readonly<Record<string, string>> = {
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings',
  ConfigMap: 'configmaps',
  CustomResourceDefinition: 'customresourcedefinitions',
  Deployment: 'deployments',
  Event: 'events',
  Lease: 'leases',
  Namespace: 'namespaces',
  Notification: 'notifications',
  RepoSync: 'reposyncs',
  Role: 'roles',
  RoleBinding: 'rolebindings',
  RootSync: 'rootsyncs',
  Secret: 'secrets',
  ServiceAccount: 'serviceaccounts',
  ValidatingAdmissionPolicy: 'validatingadmissionpolicies',
  ValidatingAdmissionPolicyBinding: 'validatingadmissionpolicybindings',
};

function pathOf({ apiVersion, kind, metadata }: Reference): string {
  const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const namespace = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`;
  const plural = plurals[kind];
  if (plural === undefined) throw new RangeError(`no plural of ${kind}`);
  return `${group}${namespace}/${plural}/${metadata.name}`;
}

function messageOf(body: string): string {
  try {
    return (JSON.parse(body) as { message?: string }).message ?? body;
  } catch {
    return body;
  }
}
