import { parseState, type State, serialiseState, stateAnnotation } from '../../engine/state.ts';
import type { KubernetesObject, Leader } from '../kubernetes/index.ts';

/**
 * What has been sent about an object that is gone and so cannot carry its state any more. It is kept on the Lease, so that of two
 * processes that hold it one after the other the second repeats nothing.
 */
export class LastWords {
  private readonly leader: Pick<Leader, 'annotations' | 'annotate'>;
  private readonly state: string;
  private readonly uid: string;

  /** @param prefix of our own annotations */
  constructor(leader: Pick<Leader, 'annotations' | 'annotate'>, prefix: string) {
    this.leader = leader;
    this.state = stateAnnotation(prefix);
    this.uid = `${prefix}/uid`;
  }

  /** All that is known to have been sent about an object: by its annotation, and by the Lease. */
  heard({ metadata }: KubernetesObject): State {
    const { annotations } = this.leader;
    const noted = annotations[this.uid] === metadata.uid ? annotations[this.state] : undefined;
    return new Map([...parseState(noted), ...parseState(metadata.annotations?.[this.state])]);
  }

  /**
   * Notes one notification about an object that is gone.
   * @throws {ControllerError} when the Lease cannot be written, or is another's
   */
  async note(object: KubernetesObject, key: string, seconds: number): Promise<void> {
    const { uid = '' } = object.metadata;
    await this.leader.annotate((annotations) => {
      const known: State = annotations[this.uid] === uid ? parseState(annotations[this.state]) : new Map();
      const state = serialiseState(known.set(key, seconds)) ?? '{}';
      return { ...annotations, [this.uid]: uid, [this.state]: state };
    });
  }
}
