import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../cli/program.ts';
import { testIo } from '../cli/test-io.ts';

const page = readFileSync(join(import.meta.dirname, '../docs/cli.md'), 'utf8');

const trigger = (name: string, when: string, more: string) => `  trigger.${name}: |\n    - when: ${when}\n${more}`;
const synced = trigger(
  'on-synced',
  'sync.status.lastSyncedCommit != nil',
  '      oncePer: sync.status.lastSyncedCommit\n      send: [synced]\n',
);
const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: notification-cm}\ndata:\n';
const stalled = "any(sync.status.conditions, {.type == 'Stalled' and .status == 'True'})";

/** The files that the page speaks of. */
const files = {
  'cm.yaml': `${head}${synced}${trigger('on-stalled', stalled, '      send: [stalled]\n')}
  template.stalled: 'message: "{{.sync.metadata.name}} has stalled"'
  template.synced: 'message: "{{.sync.metadata.name}} is at {{.sync.status.lastSyncedCommit}}"'
`,
  'broken.yaml': `${head}${synced}${trigger('on-stalled', 'sync.status.phase ==', '')}`,
  'root-sync.yaml': `apiVersion: configsync.gke.io/v1beta1
kind: RootSync
metadata: {name: root-sync, namespace: config-management-system}
status: {lastSyncedCommit: 3f1c2ab}
`,
};

const blocks = Array.from(
  page.matchAll(/```console\n\$ configsync-notifications ([^\n]*)\n(.*?)```/gs),
  ([, line = '', prints = '']) => ({
    line,
    prints,
  }),
);

it.each(blocks.filter(({ line }) => /^(trigger|template) /.test(line)))('docs/cli.md: $line', async ({
  line,
  prints,
}) => {
  const io = testIo({ files });
  await run(line.split(' '), io);
  expect(io.out() + io.err()).toBe(prints);
});

it('docs/cli.md shows each of its commands at work', () => {
  expect(blocks.length).toBeGreaterThan(5);
});
