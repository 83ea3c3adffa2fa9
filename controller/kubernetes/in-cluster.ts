import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ControllerError } from '../errors.ts';
import type { Connection } from './connection.ts';
import { bearer, cached, readConfigFile } from './credentials.ts';

export interface InClusterOptions {
  /** KUBERNETES_SERVICE_HOST. */
  readonly host: string | undefined;
  /** KUBERNETES_SERVICE_PORT. */
  readonly port: string | undefined;
  /** Where the service account is mounted. */
  readonly directory?: string | undefined;
}

const place = 'in-cluster configuration';

/** The API server of the pod's cluster, with its service account. Throws InvalidConfig outside a cluster. */
export function inCluster(options: InClusterOptions): Connection {
  const { host, port, directory = '/var/run/secrets/kubernetes.io/serviceaccount' } = options;
  if (!host || !port) {
    throw new ControllerError(
      'InvalidConfig',
      place,
      'KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set',
    );
  }
  const text = (name: string) => readConfigFile(join(directory, name), place).toString('utf8').trim();
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    namespace: existsSync(join(directory, 'namespace')) ? text('namespace') : undefined,
    ...cached(async () => ({ headers: bearer(text('token')), tls: { ca: text('ca.crt') } })),
  };
}
