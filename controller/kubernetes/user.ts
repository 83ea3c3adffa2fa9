import type { RequestOptions } from 'node:https';
import type { Cluster } from '@kubernetes/client-node/dist/config_types.js';
import { isPlainMap } from '../../engine/go/value.ts';
import type { Credentials, TlsOptions } from './connection.ts';
import { bearer, readConfigFile } from './credentials.ts';
import type { KubeUser } from './kubeconfig.ts';

const place = 'kubeconfig';

/**
 * How to get the credentials of a user. Certificates, tokens, passwords and exec plugins are taken up here; only auth-providers
 * and proxies load client-node as a whole, which costs some 80 MB.
 */
export async function loadUser(user: KubeUser, cluster: Cluster): Promise<(refused: boolean) => Promise<Credentials>> {
  if (user.authProvider || cluster.proxyUrl) return loadByClientNode(user, cluster);
  const plugin = isPlainMap(user.exec) ? await execPlugin(user, user.exec) : undefined;
  return async (refused) => {
    const given: Given = (await plugin?.(refused)) ?? {};
    return {
      headers: { ...given.headers, ...impersonation(user), ...authorization(user) },
      tls: { ...tlsOf(user, cluster), ...(given.cert && { cert: given.cert }), ...(given.key && { key: given.key }) },
    };
  };
}

interface Given {
  readonly headers?: Record<string, string>;
  readonly cert?: string;
  readonly key?: string;
}

/** The plugin's answer; client-node keeps it until it expires, and a refusal drops it. */
async function execPlugin(
  user: KubeUser,
  exec: Record<string, unknown>,
): Promise<(refused: boolean) => Promise<Given>> {
  const { ExecAuth } = await import('@kubernetes/client-node/dist/exec_auth.js');
  const env = Array.isArray(exec['env']) ? exec['env'] : [];
  const info = { apiVersion: exec['apiVersion'], kind: 'ExecCredential', spec: { interactive: false } };
  const withInfo = { ...exec, env: [...env, { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info) }] };
  let auth = new ExecAuth();
  return async (refused) => {
    if (refused) auth = new ExecAuth();
    const options: RequestOptions = {};
    await auth.applyAuthentication({ ...user, exec: withInfo }, options);
    return options as Given;
  };
}

async function loadByClientNode(user: KubeUser, cluster: Cluster): Promise<() => Promise<Credentials>> {
  const { KubeConfig } = await import('@kubernetes/client-node/dist/config.js');
  const config = new KubeConfig();
  config.loadFromClusterAndUser(cluster, user);
  return async () => {
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    const agent = typeof options.agent === 'object' ? options.agent : undefined;
    return { headers: { ...(options.headers as Record<string, string>), ...authorization(user) }, tls: {}, agent };
  };
}

function authorization(user: KubeUser): Record<string, string> {
  if (user.tokenFile) return bearer(readConfigFile(user.tokenFile, place).toString('utf8'));
  if (user.token) return bearer(user.token);
  if (!user.username) return {};
  const pair = `${user.username}:${user.password ?? ''}`;
  return { Authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function impersonation(user: KubeUser): Record<string, string> {
  return user.impersonateUser ? { 'Impersonate-User': user.impersonateUser } : {};
}

function tlsOf(user: KubeUser, cluster: Cluster): TlsOptions {
  return {
    ca: fileOrData(cluster.caFile, cluster.caData),
    cert: fileOrData(user.certFile, user.certData),
    key: fileOrData(user.keyFile, user.keyData),
    servername: cluster.tlsServerName,
    ...(cluster.skipTLSVerify && { rejectUnauthorized: false }),
  };
}

function fileOrData(file: string | undefined, data: string | undefined): Buffer | undefined {
  if (file) return readConfigFile(file, place);
  return data ? Buffer.from(data, 'base64') : undefined;
}
