import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseYaml } from '../../engine/config/yaml.ts';
import type { Case } from '../conformance/case.ts';
import { differences } from '../conformance/compare.ts';
import { Answerer, engineSession, oracleSession } from '../fuzz/answerer.ts';
import { cacheFolder } from '../go/build.ts';
import { buildOracle } from '../oracle/build.ts';
import { applicationStates } from './applications.ts';
import { catalogPath } from './catalog.ts';

// npm run argo-catalog [-- --catalog FILE]: Argo CD's stock catalog on Applications in every state, put to Go and to the engine.

const { values: options } = parseArgs({
  options: {
    catalog: { type: 'string', default: catalogPath },
  },
});

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function namesOf(data: Readonly<Record<string, string>>, prefix: string): string[] {
  return Object.keys(data).flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
}

function casesOf(catalog: Readonly<Record<string, string>>): Case[] {
  const subscriptions =
    '- recipients: [slack:ops]\n- recipients: [teams:a]\n  selector: team=shop\n  triggers: [on-deployed]\n';
  const data = {
    ...catalog,
    context: 'argocdUrl: https://cd.example\n',
    defaultTriggers: '[on-deployed]',
    subscriptions,
  };
  const configMap = { namespace: 'argocd', data };
  const [triggers, templates] = [namesOf(data, 'trigger.'), namesOf(data, 'template.')];
  const annotations = Object.fromEntries(
    triggers.map((trigger, i) => [
      `notifications.argoproj.io/subscribe.${trigger}.slack`,
      i % 2 ? 'shop;lead' : 'shop',
    ]),
  );
  return [
    { kind: 'config', configMap },
    ...[{ team: 'shop' }, {}].flatMap((labels) =>
      [annotations, {}].map((each): Case => ({ kind: 'destinations', configMap, labels, annotations: each })),
    ),
    ...applicationStates().flatMap(({ name, object }): Case[] => [
      ...triggers.map((trigger) => ({ kind: 'trigger', id: name, configMap, object, trigger })),
      ...templates.flatMap((template) =>
        ['slack', 'teams'].map((service) => ({
          kind: 'notification',
          id: name,
          configMap,
          object,
          templates: [template],
          destination: { service, recipient: 'shop' },
        })),
      ),
    ]),
  ];
}

async function compare(oracle: string, cases: readonly Case[]): Promise<void> {
  const [go, engine] = [new Answerer(() => oracleSession(oracle), 10_000), new Answerer(engineSession, 10_000)];
  const lines = cases.map((c) => JSON.stringify(c));
  const [wants, gots] = await Promise.all([go.answers(lines), engine.answers(lines)]);
  go.end();
  engine.end();
  const counts = new Map<string, [cases: number, triggered: number, errors: number, differing: number]>();
  for (const [i, c] of cases.entries()) {
    const [want, got] = [wants[i] ?? { ok: false }, gots[i] ?? { ok: false }];
    const count = counts.get(c.kind) ?? [0, 0, 0, 0];
    const differs = differences(want, got).length > 0;
    const triggered = JSON.stringify(want.output ?? '').includes('"triggered":true');
    counts.set(c.kind, [
      count[0] + 1,
      count[1] + Number(triggered),
      count[2] + Number(!want.ok),
      count[3] + Number(differs),
    ]);
    if (differs)
      say(
        `${c.kind} ${c.id} ${c.trigger ?? c.templates}\n  want ${JSON.stringify(want)}\n  got  ${JSON.stringify(got)}`,
      );
  }
  say(
    `${'kind'.padEnd(14)}${['cases', 'triggered', 'errors', 'differed'].map((title) => title.padStart(11)).join('')}`,
  );
  for (const [kind, count] of counts) say(kind.padEnd(14) + count.map((n) => String(n).padStart(11)).join(''));
  if ([...counts.values()].some(([, , , differing]) => differing > 0)) process.exitCode = 1;
}

if (existsSync(options.catalog)) {
  const { data } = parseYaml(readFileSync(options.catalog, 'utf8')) as { data: Record<string, string> };
  const built = await buildOracle(cacheFolder(process.env), say);
  if (built.ok) await compare(built.value, casesOf(data));
  else {
    say(built.missing ? `skipped: ${built.reason}` : built.reason);
    if (!built.missing) process.exitCode = 1;
  }
} else say(`skipped: no catalog at ${options.catalog}`);
