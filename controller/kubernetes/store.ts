import { type KubernetesObject, keyOf } from './object.ts';

export interface StoreHandlers {
  readonly onAdd?: ((object: KubernetesObject) => void) | undefined;
  readonly onUpdate?: ((object: KubernetesObject, old: KubernetesObject) => void) | undefined;
  /** `object` is the last state known: of the DELETED event, or of the store when a list no longer has it. */
  readonly onDelete?: ((object: KubernetesObject) => void) | undefined;
}

/** Takes in a page of a list; with the last one the list is whole. */
export type Listing = (page: readonly KubernetesObject[], isLast: boolean) => void;

/** The objects a list-watch knows, by `namespace/name`. Reports each change once: an object already known is no change. */
export class Store {
  private readonly objects = new Map<string, KubernetesObject>();
  /** Versions that were written here and whose watch events are still to come. */
  private readonly echoes = new Set<string>();
  /** Keys of what was written since the last list began. */
  private fresh = new Set<string>();
  private readonly handlers: StoreHandlers;
  private readonly followers: ((object: KubernetesObject) => void)[] = [];

  constructor(handlers: StoreHandlers) {
    this.handlers = handlers;
  }

  get size(): number {
    return this.objects.size;
  }

  get(key: string): KubernetesObject | undefined {
    return this.objects.get(key);
  }

  values(): IterableIterator<KubernetesObject> {
    return this.objects.values();
  }

  /** Calls `look` with every object, and with each that is stored from now on. */
  follow(look: (object: KubernetesObject) => void): void {
    for (const object of this.objects.values()) look(object);
    this.followers.push(look);
  }

  /**
   * Begins to take in a list, which is the truth: objects it lacks are deleted with its last page, even older ones replace. Only what has
   * been written since it began is newer than it.
   */
  listing(): Listing {
    const listed = new Set<string>();
    const fresh = new Set<string>();
    this.fresh = fresh;
    this.echoes.clear();
    return (page, isLast) => {
      for (const { metadata } of page) listed.add(keyOf(metadata));
      if (isLast) for (const [key, object] of this.objects) if (!listed.has(key)) this.drop(key, object);
      for (const object of page) {
        const key = keyOf(object.metadata);
        const known = this.objects.get(key);
        if (!isSame(known, object) && !(fresh.has(key) && isOlder(object, known))) this.put(object);
      }
    };
  }

  /** Takes in an ADDED or MODIFIED object unless one as new is known. */
  set(object: KubernetesObject): void {
    const known = this.objects.get(keyOf(object.metadata));
    if (!isSame(known, object) && !isOlder(object, known)) this.put(object);
  }

  /** Takes in a DELETED object unless another object of that name is known. */
  delete(object: KubernetesObject): void {
    const key = keyOf(object.metadata);
    const known = this.objects.get(key);
    if (known !== undefined && sameUid(known, object)) this.drop(key, object);
  }

  /** Stores what the server answered to a write, without telling the handlers; its watch event is then no change. */
  written(object: KubernetesObject): void {
    const key = keyOf(object.metadata);
    const known = this.objects.get(key);
    if (known === undefined || !sameUid(known, object) || isOlder(object, known)) return;
    this.hold(key, object);
    this.fresh.add(key);
    if (isSame(known, object) || object.metadata.resourceVersion === undefined) return;
    if (this.echoes.size >= maxEchoes) this.echoes.clear();
    this.echoes.add(object.metadata.resourceVersion);
  }

  /** Whether a version is that of a write which was taken in by `written`; answers so once. */
  isEcho(resourceVersion: string): boolean {
    return this.echoes.delete(resourceVersion);
  }

  private put(object: KubernetesObject): void {
    const key = keyOf(object.metadata);
    const known = this.objects.get(key);
    if (known !== undefined && !sameUid(known, object)) this.drop(key, known);
    const old = this.objects.get(key);
    this.hold(key, object);
    if (old === undefined) this.handlers.onAdd?.(object);
    else this.handlers.onUpdate?.(object, old);
  }

  private hold(key: string, object: KubernetesObject): void {
    this.objects.set(key, object);
    for (const look of this.followers) look(object);
  }

  private drop(key: string, last: KubernetesObject): void {
    this.objects.delete(key);
    this.handlers.onDelete?.(last);
  }
}

const maxEchoes = 10_000;

function sameUid(a: KubernetesObject, b: KubernetesObject): boolean {
  return a.metadata.uid === b.metadata.uid;
}

function isSame(known: KubernetesObject | undefined, object: KubernetesObject): boolean {
  if (known === undefined || !sameUid(known, object)) return false;
  const version = object.metadata.resourceVersion;
  return version !== undefined && version === known.metadata.resourceVersion;
}

function isOlder(object: KubernetesObject, known: KubernetesObject | undefined): boolean {
  return isOlderVersion(object.metadata.resourceVersion ?? '', known?.metadata.resourceVersion ?? '');
}

const decimal = /^[1-9]\d*$/;

/** Whether resourceVersion `a` was before `b`; false when either is not a number. */
export function isOlderVersion(a: string, b: string): boolean {
  if (!decimal.test(a) || !decimal.test(b)) return false;
  return a.length === b.length ? a < b : a.length < b.length;
}
