import { panic } from './go/error.ts';
import { native } from './go/native.ts';
import type { GoTime } from './go/time/index.ts';
import { GoNil, type GoObject, GoPointer, GoSlice, GoStruct, isPlainMap } from './go/value.ts';

/** A commit, as Argo CD's repo server describes one. */
export interface CommitMetadata {
  readonly message: string;
  readonly author: string;
  readonly date: GoTime;
  readonly tags: readonly string[];
}

export interface HelmParameter {
  readonly name: string;
  readonly value: string;
  readonly forceString?: boolean;
}

/** The manifests of an application, as Argo CD's repo server describes them. */
export interface AppDetails {
  /** `Helm`, `Kustomize`, `Directory` or `Plugin`. */
  readonly type: string;
  readonly helm?: {
    readonly name?: string;
    readonly valueFiles?: readonly string[];
    readonly parameters?: readonly HelmParameter[];
    readonly values?: string;
    readonly fileParameters?: readonly { readonly name: string; readonly path: string }[];
  };
  readonly kustomize?: { readonly images: readonly string[] };
  readonly directory?: object;
}

/** Where the commits of an application are. */
export interface CommitSource {
  readonly repoURL: string;
  readonly project: string;
}

/** The source that `GetCommitMetadata` asks about. @throws {GoError} Argo CD's panic, e.g. for several sources */
export function commitSourceOf(app: Readonly<Record<string, unknown>>): CommitSource {
  const repoURL = valueAt(app, 'spec', 'source', 'repoURL');
  if (typeof repoURL !== 'string') throw panic('failed to get application source repo URL');
  const project = valueAt(app, 'spec', 'project');
  if (typeof project !== 'string') throw panic('failed to get application project');
  return { repoURL, project };
}

/** The struct that `GetCommitMetadata` gives: Message, Author, Date and Tags. */
export function commitMetadataValue({ message, author, date, tags }: CommitMetadata): GoObject {
  const values = { Message: message, Author: author, Date: date, Tags: new GoSlice('[]string', [...tags]) };
  return new GoStruct('shared.CommitMetadata', values);
}

/**
 * The struct that `GetAppDetails` gives: Type, Helm, Kustomize and Directory. The chart is `.Helm.HelmAppSpec`; the parameters that
 * the application sets are `.Helm.HelmParameterOverrides`, none when it sets none, where Argo CD panics.
 */
export function appDetailsValue(details: AppDetails, app: Readonly<Record<string, unknown>>): GoObject {
  const { type, helm, kustomize, directory } = details;
  const images = new GoSlice('[]string', [...(kustomize?.images ?? [])]);
  return new GoStruct('shared.AppDetail', {
    Type: type,
    Helm: pointer('shared.CustomHelmAppSpec', helm && helmValue(helm, overridesOf(app))),
    Kustomize: pointer(
      'apiclient.KustomizeAppSpec',
      kustomize && new GoStruct('apiclient.KustomizeAppSpec', { Images: images }),
    ),
    Directory: pointer('apiclient.DirectoryAppSpec', directory && new GoStruct('apiclient.DirectoryAppSpec', {})),
  });
}

function pointer(type: string, value: GoStruct | undefined): GoPointer | GoNil {
  return value ? new GoPointer(value) : new GoNil(`*${type}`);
}

function helmValue(helm: NonNullable<AppDetails['helm']>, overrides: readonly HelmParameter[]): GoStruct {
  const { name = '', valueFiles = [], parameters = [], values = '', fileParameters = [] } = helm;
  const files = fileParameters.map(
    (each) => new GoPointer(new GoStruct('v1alpha1.HelmFileParameter', { Name: each.name, Path: each.path })),
  );
  const spec = new GoStruct('apiclient.HelmAppSpec', {
    Name: name,
    ValueFiles: new GoSlice('[]string', [...valueFiles]),
    Parameters: new GoSlice(
      '[]*v1alpha1.HelmParameter',
      parameters.map((each) => new GoPointer(parameterValue(each))),
    ),
    Values: values,
    FileParameters: new GoSlice('[]*v1alpha1.HelmFileParameter', files),
  });
  const all = [...overrides, ...parameters];
  return new GoStruct(
    'shared.CustomHelmAppSpec',
    {
      HelmAppSpec: spec,
      HelmParameterOverrides: new GoSlice('[]v1alpha1.HelmParameter', overrides.map(parameterValue)),
    },
    {
      methods: {
        GetParameterValueByName: native(
          'func(string) string',
          (wanted: string) => all.find((each) => each.name === wanted)?.value ?? '',
        ),
        GetFileParameterPathByName: native(
          'func(string) string',
          (wanted: string) => fileParameters.find((each) => each.name === wanted)?.path ?? '',
        ),
      },
    },
  );
}

function parameterValue({ name, value, forceString = false }: HelmParameter): GoStruct {
  return new GoStruct('v1alpha1.HelmParameter', { Name: name, Value: value, ForceString: forceString });
}

function overridesOf(app: Readonly<Record<string, unknown>>): HelmParameter[] {
  const given = valueAt(app, 'spec', 'source', 'helm', 'parameters');
  return (Array.isArray(given) ? given : []).filter(isPlainMap).map((each) => ({
    name: textOf(each['name']),
    value: textOf(each['value']),
    forceString: each['forceString'] === true,
  }));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function valueAt(object: unknown, ...path: readonly string[]): unknown {
  let value = object;
  for (const name of path) value = isPlainMap(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return value;
}
