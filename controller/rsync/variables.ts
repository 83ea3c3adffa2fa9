import type { GetVariables } from '../../engine/api.ts';
import { appDetailsValue, type CommitMetadata, commitMetadataValue } from '../../engine/app-details.ts';
import { native } from '../../engine/go/native.ts';
import { GoFunc, GoMap, GoSlice, GoStruct, newMap } from '../../engine/go/value.ts';
import type { Destination } from '../../engine/notification/destinations.ts';
import { contextValue, repoGroup, stringFunctions, timeGroup, type VariableGroup } from '../../engine/variables.ts';
import type { KubernetesObject } from '../kubernetes/index.ts';
import type { SharedVariables } from '../notification/namespace-configuration.ts';
import { applicationOf } from './app/application.ts';
import { appDetailsOf } from './app/details.ts';
import { errorsOf, lastCommit, listAt, mapAt, syncView, textAt } from './sync.ts';

/** What the `repo` group asks others about an RSync. */
export interface RSyncLookups {
  readonly commitMetadata?: (rsync: KubernetesObject, revision: string) => Promise<CommitMetadata>;
}

/**
 * A function from an RSync to its variables: `sync`, `utils`, and those of Argo CD, `app`, `appProject`, `context`, `repo`, `secrets`,
 * `strings` and `time`. An RSync that has changed has to be another object.
 */
export function variablesFor({ context, secrets }: SharedVariables, lookups: RSyncLookups = {}): GetVariables {
  const shared = {
    strings: stringFunctions,
    time: timeGroup,
    appProject: newMap(),
    ...(secrets && { secrets: new GoMap('map[string][]uint8', secrets) }),
  };
  const triggerContext = contextValue(context);
  const variablesOf = (view: RSyncView, destination?: Destination): Record<string, unknown> => ({
    ...shared,
    context: destination ? contextValue(context, destination) : triggerContext,
    sync: view.sync,
    utils: view.utils,
    get app() {
      return view.app;
    },
    get repo() {
      return view.repo;
    },
  });
  let latest: { readonly view: RSyncView; readonly forTriggers: Record<string, unknown> } | undefined;
  return (object, destination) => {
    if (latest?.view.rsync !== object) {
      const view = new RSyncView(object as KubernetesObject, lookups);
      latest = { view, forTriggers: variablesOf(view) };
    }
    return destination ? variablesOf(latest.view, destination) : latest.forTriggers;
  };
}

/** What the evaluations of one RSync share. What few of them need is made when it is first read. */
class RSyncView {
  readonly rsync: KubernetesObject;
  readonly sync: Record<string, unknown>;
  readonly utils: Readonly<Record<string, GoFunc>>;
  private readonly lookups: RSyncLookups;
  private application: Record<string, unknown> | undefined;
  private group: VariableGroup | undefined;

  constructor(rsync: KubernetesObject, lookups: RSyncLookups) {
    this.rsync = rsync;
    this.sync = syncView(rsync);
    this.utils = utilsOf(rsync);
    this.lookups = lookups;
  }

  /** The RSync as an Application. */
  get app(): Record<string, unknown> {
    this.application ??= applicationOf(this.rsync);
    return this.application;
  }

  get repo(): VariableGroup {
    const { commitMetadata } = this.lookups;
    this.group ??= repoGroup({
      commitMetadata:
        commitMetadata && (async (revision) => commitMetadataValue(await commitMetadata(this.rsync, revision))),
      appDetails: async () => appDetailsValue(appDetailsOf(this.rsync), this.app),
    });
    return this.group;
  }
}

function utilsOf(rsync: KubernetesObject): Record<string, GoFunc> {
  let errors: GoSlice | undefined;
  return {
    LastCommit: native('func() string', () => lastCommit(rsync)),
    ConfigSyncErrors: new GoFunc('func() []v1beta1.ConfigSyncError', () => {
      errors ??= new GoSlice('[]v1beta1.ConfigSyncError', errorsOf(rsync).map(errorValue));
      return errors;
    }),
  };
}

const errorTags = {
  Code: 'code,omitempty',
  ErrorMessage: 'errorMessage,omitempty',
  Resources: 'errorResources,omitempty',
};
const resourceTags = {
  SourcePath: 'sourcePath,omitempty',
  Name: 'name,omitempty',
  Namespace: 'namespace,omitempty',
  GVK: 'gvk',
};
const kindTags = { Group: 'group', Version: 'version', Kind: 'kind' };

/** An error of Config Sync under Go's field names, and in JSON under those of the API. */
function errorValue(error: Record<string, unknown>): GoStruct {
  const values = {
    Code: textAt(error, 'code'),
    ErrorMessage: textAt(error, 'errorMessage'),
    Resources: new GoSlice('[]v1beta1.ResourceRef', listAt(error, 'errorResources').map(resourceValue)),
  };
  return new GoStruct('v1beta1.ConfigSyncError', values, { json: errorTags });
}

function resourceValue(resource: Record<string, unknown>): GoStruct {
  const values = {
    SourcePath: textAt(resource, 'sourcePath'),
    Name: textAt(resource, 'name'),
    Namespace: textAt(resource, 'namespace'),
    GVK: kindValue(mapAt(resource, 'gvk')),
  };
  return new GoStruct('v1beta1.ResourceRef', values, { json: resourceTags });
}

function kindValue(gvk: Record<string, unknown>): GoStruct {
  const values = { Group: textAt(gvk, 'group'), Version: textAt(gvk, 'version'), Kind: textAt(gvk, 'kind') };
  return new GoStruct('v1.GroupVersionKind', values, { json: kindTags });
}
