import { type Command, Option } from 'commander';

/** Where ConfigMap, Secret and resource come from. */
export interface SourceFlags extends ClusterFlags {
  /** A file, or `-` for standard input; without one, the cluster. */
  readonly configMap?: string;
  /** As `configMap`; `:empty` for none. */
  readonly secret?: string;
  readonly configMapName?: string;
  readonly secretName?: string;
  /** Argo CD's names and kind. */
  readonly argo?: boolean;
  readonly apiKind?: string;
  readonly strictConfig?: boolean;
  /** Folder of a Git repository. */
  readonly repoRoot?: string;
}

/** kubectl's flags. */
export interface ClusterFlags {
  readonly namespace?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly cluster?: string;
  readonly user?: string;
  readonly server?: string;
  readonly token?: string;
  readonly username?: string;
  readonly password?: string;
  readonly as?: string;
  readonly asGroup?: readonly string[];
  readonly asUid?: string;
  readonly certificateAuthority?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly tlsServerName?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly proxyUrl?: string;
  readonly requestTimeout?: string;
  readonly disableCompression?: boolean;
}

const configuration = [
  ['--config-map <file>', 'file with the ConfigMap; - is standard input'],
  ['--secret <file>', 'file with the Secret; :empty is an empty one, - standard input'],
  ['--config-map-name <name>', 'name of the ConfigMap; else the one that the RSync names, or the only one in the file'],
  ['--secret-name <name>', 'name of the Secret; else the one that the RSync names, or the only one in the file'],
  ['--argo', "take Argo CD's ConfigMap, Secret and Applications"],
  ['--api-kind <kind>', 'kind of the resource: RootSync, RepoSync or Application'],
  ['--strict-config', 'one bad item makes the whole ConfigMap unusable, as in Argo CD'],
  ['--repo-root <directory>', 'Git repository for repo.GetCommitMetadata; else the current folder'],
] as const;

const kubectl = [
  ['-n, --namespace <namespace>', 'namespace of the resource, the ConfigMap and the Secret'],
  ['--kubeconfig <file>', 'kubeconfig file; else KUBECONFIG, ~/.kube/config or the pod'],
  ['--context <name>', 'context of the kubeconfig'],
  ['--cluster <name>', 'cluster of the kubeconfig'],
  ['--user <name>', 'user of the kubeconfig'],
  ['-s, --server <url>', 'address of the API server'],
  ['--token <token>', 'bearer token for the API server'],
  ['--username <name>', 'user name for basic authentication'],
  ['--password <password>', 'password for basic authentication'],
  ['--as <user>', 'user to impersonate'],
  ['--as-group <group>', 'group to impersonate; may be repeated'],
  ['--as-uid <uid>', 'UID to impersonate'],
  ['--certificate-authority <file>', "certificates that the API server's is checked with"],
  ['--client-certificate <file>', 'client certificate'],
  ['--client-key <file>', 'key of the client certificate'],
  ['--tls-server-name <name>', "name that the API server's certificate has to have"],
  ['--insecure-skip-tls-verify', "do not check the API server's certificate"],
  ['--proxy-url <url>', 'proxy for requests to the API server'],
  ['--request-timeout <duration>', 'longest time for one request, such as 5s; default 30s'],
  ['--disable-compression', 'taken for the sake of kubectl; answers are never compressed'],
] as const;

/** Adds the flags that every command has, whichever side of it they stand on. */
export function addSourceFlags(program: Command): void {
  program.optionsGroup('Configuration:');
  for (const [flags, help] of configuration) program.addOption(new Option(flags, help));
  program.optionsGroup('Cluster:');
  for (const [flags, help] of kubectl) {
    const option = new Option(flags, help);
    if (flags.startsWith('--as-group')) option.argParser(repeated);
    program.addOption(option);
  }
}

/** Takes in one more value of a flag that may be repeated. */
export function repeated(value: string, all: readonly string[] = []): string[] {
  return [...all, value];
}

/** The flags of a command that has been parsed. */
export function sourceFlagsOf(command: Command): SourceFlags {
  return command.optsWithGlobals<SourceFlags>();
}
