import type { GetVariables } from '../../engine/api.ts';
import type {
  Clock,
  KubernetesClient,
  KubernetesObject,
  ListWatch,
  ListWatchOptions,
  Resource,
} from '../kubernetes/index.ts';
import type { Log } from '../log.ts';
import type { NotificationOptions } from '../options.ts';
import type { AlterDestinations } from './evaluate.ts';
import type { SharedVariables } from './namespace-configuration.ts';
import type { Report } from './report.ts';

/** What a notification process is about: a resource, and what is its own about it. */
export interface Subject {
  /** The resource whose objects are notified about. */
  readonly resource: Resource;
  /** Its objects may be in any namespace, not only in that of the options. */
  readonly allNamespaces: boolean;
  /** Prefixes of subscription annotations; the first is that of our own annotations, of which one holds the state. */
  readonly prefixes: readonly [string, ...string[]];
  readonly variables: (shared: SharedVariables) => GetVariables;
  /** Why an object is left alone as it is now, undefined when it is not (upstream `WithSkipProcessing`). */
  readonly skip?: (object: KubernetesObject) => string | undefined;
  /** Upstream `WithAlterDestinations`. */
  readonly alterDestinations?: AlterDestinations;
  /** What evaluations of an object depend on beside it and the configuration; another value has it evaluated again. */
  readonly dependency?: (object: KubernetesObject) => unknown;
  /** Takes in how an object stands; a rejection has it looked at again, with backoff. */
  readonly report: (report: Report) => Promise<void>;
  /** Drops what is remembered of an object that is gone. */
  readonly forget?: (object: KubernetesObject) => void;
  /** A resource with an object of the same name for each, which can carry the state. */
  readonly companion?: Resource;
  /** Watches that are read before anything is evaluated. */
  readonly watches: readonly ListWatch[];
}

/** What a subject is made with. */
export interface SubjectContext {
  readonly options: NotificationOptions;
  readonly client: KubernetesClient;
  readonly clock: Clock;
  readonly log: Log;
  /** A watch over the options' namespace that reports its failures. */
  readonly watch: (resource: Resource, handlers: ListWatchOptions) => ListWatch;
  /** Has every object looked at, since a dependency has changed. */
  readonly lookAtAll: () => void;
}

export type SubjectFactory = (context: SubjectContext) => Subject;
