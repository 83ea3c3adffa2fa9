import { KubernetesClient, type KubernetesObject, keyOf, type WatchEvent } from '../../controller/kubernetes/index.ts';

type Call<Name extends 'list' | 'watch' | 'mergePatch'> = Parameters<KubernetesClient[Name]>;

/** A client of an API server that has objects of one resource, and answers at once. */
export class FakeServer extends KubernetesClient {
  /** How many watches have been opened. */
  watches = 0;
  private readonly objects: Map<string, KubernetesObject>;
  private version: number;
  private told: WatchEvent[] = [];
  private wake: () => void = () => undefined;

  constructor(objects: readonly KubernetesObject[]) {
    super({
      server: 'http://127.0.0.1:9',
      namespace: undefined,
      credentials: async () => ({ headers: {}, tls: {} }),
      refresh: () => undefined,
    });
    this.objects = new Map(objects.map((object) => [keyOf(object.metadata), object]));
    this.version = objects.length + 1;
  }

  override async list(_resource: Call<'list'>[0], { limit = 500, continue: page = '0' }: Call<'list'>[1] = {}) {
    const all = [...this.objects.values()];
    const [start, end] = [Number(page), Number(page) + limit];
    const next = end < all.length ? String(end) : undefined;
    return { items: all.slice(start, end), resourceVersion: String(this.version), continue: next };
  }

  override async *watch(...[, { signal, onOpen, isKnown }]: Required<Call<'watch'>>): AsyncGenerator<WatchEvent> {
    this.watches++;
    onOpen?.();
    signal?.addEventListener('abort', () => this.wake());
    while (signal?.aborted !== true) {
      for (const event of this.told.splice(0))
        yield isKnown?.(versionOf(event)) ? { ...event, type: 'BOOKMARK' } : event;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    throw signal.reason;
  }

  override async mergePatch(...[, ref, patch]: Call<'mergePatch'>): Promise<KubernetesObject> {
    const known = this.objects.get(keyOf(ref));
    if (!known) throw new Error(`there is no ${keyOf(ref)}`);
    const { metadata } = patch as { readonly metadata: { readonly annotations: Readonly<Record<string, string>> } };
    return this.change(known, { ...known.metadata.annotations, ...metadata.annotations });
  }

  /** Tells the watch that an object has other annotations. */
  change(known: KubernetesObject, annotations: Readonly<Record<string, string>>): KubernetesObject {
    const resourceVersion = String(++this.version);
    const object = { ...known, metadata: { ...known.metadata, annotations, resourceVersion } };
    this.objects.set(keyOf(known.metadata), object);
    this.tell({ type: 'MODIFIED', object });
    return object;
  }

  /** Tells the watch of an event. */
  tell(event: WatchEvent): void {
    this.told.push(event);
    this.wake();
  }
}

function versionOf({ object }: WatchEvent): string {
  return (object as KubernetesObject).metadata.resourceVersion ?? '';
}
