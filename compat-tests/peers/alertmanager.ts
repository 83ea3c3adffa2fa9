import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HttpClient } from '../../engine/services/http.ts';
import { built, deliver, expectEqual, type Peer, type PeerWorld } from './peer.ts';
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

async function run(world: PeerWorld): Promise<void> {
  const { cache, folder, say } = world;
  const command = await built({
    module: join(import.meta.dirname, 'alertmanager'),
    target: 'github.com/prometheus/alertmanager/cmd/alertmanager',
    output: join(cache, 'peers', 'alertmanager'),
    say,
  });
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

export const alertmanager: Peer = { name: 'alertmanager: an alert to Prometheus Alertmanager', run };
