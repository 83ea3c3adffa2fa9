import { mapAt } from '../../../controller/rsync/sync.ts';
import { variablesFor } from '../../../controller/rsync/variables.ts';
import { appDetailsValue, commitMetadataValue } from '../../../engine/app-details.ts';
import { ExprError, type Program } from '../../../engine/expr/index.ts';
import { native } from '../../../engine/go/native.ts';
import { Need, Run } from '../../../engine/go/run.ts';
import { fromInstant } from '../../../engine/go/time/index.ts';
import type { Destination } from '../../../engine/notification/destinations.ts';
import { type Template, TemplateError } from '../../../engine/template/index.ts';
import { argoVariables, repoFunctions } from '../../../engine/variables.ts';
import { hostileText } from './hostile.ts';

/** What the variables of a sample have beside the object. */
export interface Surroundings {
  readonly context: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, Uint8Array>>;
}

export type Variables = Record<string, unknown>;

/** The kinds of objects whose variables are known. */
export const knownKinds: ReadonlySet<string> = new Set(['Application', 'RootSync', 'RepoSync']);

/** The variables of an object for triggers, and for templates when a destination is given. */
export function variablesOf(
  object: Readonly<Record<string, unknown>>,
  { context, secrets }: Surroundings,
  { destination, hostile = false }: { destination?: Destination; hostile?: boolean } = {},
): Variables {
  const kind = String(object['kind']);
  const variables =
    kind === 'RootSync' || kind === 'RepoSync'
      ? variablesFor({ context, secrets: new Map(Object.entries(secrets)) })(
          { ...object, metadata: mapAt(object, 'metadata') } as never,
          destination,
        )
      : argoVariables({ object: { ...object }, objectKey: objectKeyOf(kind), context, destination, secrets });
  const named = destination && { serviceType: destination.service, recipient: destination.recipient };
  return Object.assign(Object.create(null), variables, named, { repo: repoOf(object, hostile) });
}

/** What Argo's programs call an object of a kind: `app`, `rollout`. */
export function objectKeyOf(kind: string): string {
  return kind === 'Application' ? 'app' : kind.charAt(0).toLowerCase() + kind.slice(1);
}

const committed = { seconds: 1_709_287_200, nanoseconds: 0 };

function repoOf(object: Readonly<Record<string, unknown>>, hostile: boolean): Variables {
  const message = hostile ? hostileText : 'Raise the limits';
  const author = hostile ? 'Ana "Bee" <ana@git.example>' : 'Ana <ana@git.example>';
  const commit = commitMetadataValue({ message, author, date: fromInstant(committed), tags: ['v2'] });
  const helm = { name: 'web', values: message, parameters: [] };
  const kustomize = { images: ['registry.example/web:2'] };
  const details = appDetailsValue({ type: 'Helm', helm, kustomize, directory: {} }, object);
  return {
    ...repoFunctions,
    GetCommitMetadata: native('func(string) interface {}', () => commit),
    GetAppDetails: native('func() interface {}', () => details),
  };
}

/** What an evaluation came to; undefined when only an evaluation in earnest can tell. */
export type Outcome<E> = { readonly value: unknown } | { readonly error: E } | undefined;

const limits = { steps: 500_000, output: 1 << 20, memory: 200_000 };

export function evaluate(program: Program, variables: Variables): Outcome<ExprError> {
  try {
    return { value: program.run(variables, new Run({ limits })) };
  } catch (error) {
    if (error instanceof Need) return undefined;
    if (error instanceof ExprError) return error.code === 'limit' ? undefined : { error };
    throw error;
  }
}

/** What a template prints. */
export function render(template: Template, variables: Variables): Outcome<TemplateError> {
  try {
    return { value: template.execute(variables, new Run({ limits })) };
  } catch (error) {
    if (error instanceof Need) return undefined;
    if (error instanceof TemplateError) return error.code === 'limit' ? undefined : { error };
    throw error;
  }
}
