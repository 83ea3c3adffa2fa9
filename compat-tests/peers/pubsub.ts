import { join } from 'node:path';
import { built, deliver, expectEqual, expectRefusal, type Peer, type PeerWorld, type Preparation } from './peer.ts';
import { PeerProcess } from './peer-process.ts';

const topic = 'projects/fleet/topics/syncs';

const template = `
message: synced {{.name}} ü
gcppubsub:
  attributes: {kind: '{{.name}}', fixed: text}
`;

function prepare({ cache, say }: Preparation): Promise<string> {
  const module = join(import.meta.dirname, 'pstest');
  return built({ module, target: '.', output: join(cache, 'peers', 'pstest'), say });
}

async function run(world: PeerWorld, command: string): Promise<void> {
  const ready = /"address":"([^"]+)"/;
  const { process, match } = await PeerProcess.start({ command, args: [topic], ready });
  const environment = { PUBSUB_EMULATOR_HOST: match[1] ?? '' };
  const delivery = { type: 'gcppubsub', options: 'project: fleet\ntopic: syncs\n', template, environment };
  try {
    await deliver(world, delivery);
    const [line] = await process.until(/^\{.*"data".*\}$/m, 5000);
    expectEqual('the message', JSON.parse(line), {
      attributes: { fixed: 'text', kind: 'root-sync' },
      data: 'synced root-sync ü',
      topic,
    });
    const elsewhere = deliver(world, { ...delivery, recipient: 'nowhere' });
    await expectRefusal(elsewhere, /^rpc error: code = NotFound desc = topic "projects\/fleet\/topics\/nowhere"$/);
  } finally {
    await process.stop();
  }
}

export const pubsub: Peer = { name: "gcppubsub: a message with attributes to Google's pstest", prepare, run };
