import type { GetVariables } from '../../engine/api.ts';
import { native } from '../../engine/go/native.ts';
import { GoFunc, GoMap, GoSlice, GoStruct } from '../../engine/go/value.ts';
import { repoGroup, stringFunctions, timeGroup } from '../../engine/variables.ts';
import type { KubernetesObject } from '../kubernetes/index.ts';
import type { SharedVariables } from '../notification/configuration.ts';
import { errorsOf, lastCommit, listAt, mapAt, syncView, textAt } from './sync.ts';

/** A function from an RSync to its variables: `sync`, `utils`, `strings`, `time`, `repo`, `context`, `secrets`. */
export function variablesFor({ context, secrets }: SharedVariables): GetVariables {
  const shared = {
    strings: stringFunctions,
    time: timeGroup,
    repo: repoGroup(),
    context: new GoMap('map[string]string', Object.entries(context)),
    secrets: new GoMap('map[string][]uint8', secrets),
  };
  return (object) => {
    const rsync = object as KubernetesObject;
    return { ...shared, sync: syncView(rsync), utils: utilsOf(rsync) };
  };
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
