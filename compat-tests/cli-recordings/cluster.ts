import { kindOf } from '../../cli/source/kinds.ts';
import { servedResources } from '../../controller/demo/api-resources.ts';
import { EmbeddedApiServer } from '../../controller/demo/api-server.ts';
import {
  configMaps,
  KubernetesClient,
  parseKubeConfig,
  type Resource,
  secrets,
} from '../../controller/kubernetes/index.ts';

const applications = kindOf('Application') as Resource;
const namespace = 'argocd';

/** An embedded API server with an Argo CD's configuration and one Application, `guestbook`. */
export async function startCluster(): Promise<EmbeddedApiServer> {
  const served = [...servedResources, { ...applications, status: false, unconditional: true, fields: [] }];
  const server = await new EmbeddedApiServer({ resources: served }).start();
  const client = new KubernetesClient(await parseKubeConfig(server.kubeconfig(), '/'));
  const metadata = (name: string) => ({ metadata: { name, namespace } });
  await client.create(configMaps, {
    ...metadata('argocd-notifications-cm'),
    data: {
      'trigger.on-cluster': "- when: app.status.health.status == 'Healthy'\n  send: [cluster]\n",
      'template.cluster': 'message: "{{.app.metadata.name}} in {{.app.metadata.namespace}}"',
      'template.secret': 'message: "{{.secrets.token | toString}}"',
    },
  });
  await client.create(secrets, { ...metadata('argocd-notifications-secret'), data: { token: 'czNjcjN0' } });
  await client.create(applications, { ...metadata('guestbook'), status: { health: { status: 'Healthy' } } });
  client.close();
  return server;
}
