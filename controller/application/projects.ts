import { legacyDestinations } from '../../engine/legacy.ts';
import { mergeDestinations } from '../../engine/notification/destinations.ts';
import { annotationDestinations } from '../../engine/subscriptions.ts';
import { type KubernetesObject, keyOf, type ListWatch } from '../kubernetes/index.ts';
import type { AlterDestinations } from '../notification/evaluate.ts';
import { at } from './fields.ts';

/** The AppProjects of Argo CD's namespace, as Applications belong to them. */
export class Projects {
  private readonly namespace: string;
  private readonly watch: Pick<ListWatch, 'get'>;

  constructor(namespace: string, watch: Pick<ListWatch, 'get'>) {
    this.namespace = namespace;
    this.watch = watch;
  }

  /**
   * The project of an Application, `default` without one; undefined when there is none of that name. Upstream looks it up in the
   * Application's own namespace, where it is only when that is Argo CD's.
   */
  of(application: KubernetesObject): KubernetesObject | undefined {
    const name = at(application, 'spec', 'project');
    return this.watch.get(
      keyOf({ namespace: this.namespace, name: typeof name === 'string' && name ? name : 'default' }),
    );
  }

  /** Adds what a project's annotations subscribe to, the deprecated ones included (argo-cd `alterDestinations`). */
  readonly alterDestinations: AlterDestinations = (application, destinations, config) => {
    const annotations = this.of(application)?.metadata.annotations;
    if (!annotations) return destinations;
    const own = annotationDestinations(annotations, config).destinations;
    return mergeDestinations(destinations, mergeDestinations(own, legacyDestinations(annotations, config)));
  };
}
