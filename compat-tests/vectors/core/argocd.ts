import { gitFullName, gitUrlToHttps } from '../../../engine/git-url.ts';
import { queryEscape } from '../../../engine/go/url.ts';
import { legacyDestinations } from '../../../engine/legacy.ts';
import { type CoreFiles, type CoreRow, rowsOf } from './row.ts';
import { defaultsOf, type SubscriptionVectors } from './subscriptions.ts';

export interface ArgocdVectors {
  readonly gitUrls: readonly { readonly in: string; readonly fullName: string; readonly https: string }[];
  readonly legacyDestinations: readonly {
    readonly annotations: Readonly<Record<string, string>>;
    readonly destinations: unknown;
  }[];
  readonly queryEscape: Readonly<Record<string, string>>;
}

/** Argo CD's URLs, deprecated annotations and escapes. */
export function* argocdRows(data: ArgocdVectors, files: CoreFiles): Generator<CoreRow> {
  yield* rowsOf('gitUrls', data.gitUrls, ({ in: source, ...want }) => ({
    source,
    want,
    got: { fullName: gitFullName(source), https: gitUrlToHttps(source) },
  }));
  const defaults = defaultsOf(files('subscriptions') as SubscriptionVectors);
  yield* rowsOf('legacyDestinations', data.legacyDestinations, ({ annotations, destinations }) => ({
    source: annotations,
    want: destinations,
    got: Object.fromEntries(legacyDestinations(annotations, defaults)),
  }));
  yield* rowsOf('queryEscape', Object.entries(data.queryEscape), ([source, want]) => ({
    source,
    want,
    got: queryEscape(source),
  }));
}
