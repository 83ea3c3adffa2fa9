import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HttpClient } from '../../engine/services/http.ts';
import { built, deliver, expectEqual, type Peer, type PeerWorld, type Preparation } from './peer.ts';
import { PeerProcess } from './peer-process.ts';

interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly generatorURL: string;
}

const template = `
message: unused
alertmanager:
  labels: {severity: critical, sync: '{{.name}}'}
  annotations: {summary: 'Sync of {{.name}} <failed> & stalled'}
  generatorURL: https://example.com/{{.name}}
`;

function prepare({ cache, say }: Preparation): Promise<string> {
  const module = join(import.meta.dirname, 'alertmanager');
  const target = 'github.com/prometheus/alertmanager/cmd/alertmanager';
  return built({ module, target, output: join(cache, 'peers', 'alertmanager'), say });
}

async function run(world: PeerWorld, command: string): Promise<void> {
  const { folder } = world;
  const config = join(folder, 'alertmanager.yml');
  writeFileSync(config, 'route: {receiver: none}\nreceivers: [{name: none}]\n');
  const { process, match } = await PeerProcess.start({
    command,
    args: [
      `--config.file=${config}`,
      `--storage.path=${join(folder, 'alertmanager')}`,
      '--web.listen-address=127.0.0.1:0',
      '--cluster.listen-address=',
    ],
    ready: /Listening on" address=(127\.0\.0\.1:\d+)/,
  });
  try {
    const target = match[1] ?? '';
    await deliver(world, { type: 'alertmanager', options: `targets: ['127.0.0.1:1', '${target}']\n`, template });
    const [alert, ...more] = await alertsOf(target, world.signal);
    expectEqual('further alerts', more.length, 0);
    expectEqual('labels', sorted(alert?.labels), { alertname: 'peer', severity: 'critical', sync: 'root-sync' });
    expectEqual('annotations', alert?.annotations, { summary: 'Sync of root-sync <failed> & stalled' });
    expectEqual('generatorURL', alert?.generatorURL, 'https://example.com/root-sync');
  } finally {
    await process.stop();
  }
}

async function alertsOf(target: string, signal: AbortSignal): Promise<Alert[]> {
  const http = new HttpClient();
  try {
    const { body } = await http.request({ method: 'GET', url: `http://${target}/api/v2/alerts`, signal });
    return JSON.parse(Buffer.from(body).toString()) as Alert[];
  } finally {
    http.close();
  }
}

function sorted(map: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export const alertmanager: Peer = { name: 'alertmanager: an alert to Prometheus Alertmanager', prepare, run };
