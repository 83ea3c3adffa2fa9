import type { World } from './harness.ts';

/** A kind of RSync. */
export type RSyncKind = 'RootSync' | 'RepoSync';

export const both: readonly RSyncKind[] = ['RootSync', 'RepoSync'];

/** One story, told to a process in a namespace of its own. It throws when the story goes wrong. */
export interface Scenario {
  readonly name: string;
  readonly run: (world: World) => Promise<void>;
  /** Runs while no other does, because it touches what all share. */
  readonly alone?: boolean;
  /** Is told a second time with Config Sync's own schemas where they are at hand. */
  readonly upstream?: boolean;
  /** Is told again for these kinds with a process that the manager brings about. */
  readonly managed?: readonly RSyncKind[];
  /** The world that it is told in, when that is another than a plain one. */
  readonly kind?: RSyncKind;
}
