import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Api, createApi } from '../../engine/api.ts';
import { parseYaml } from '../../engine/config/yaml.ts';
import { parseConfig } from '../../engine/config.ts';
import { HttpClient } from '../../engine/services/http.ts';
import { argoVariables } from '../../engine/variables.ts';
import { jsonTexts } from '../rsync/catalog.ts';
import { argoCatalog } from '../rsync/golden.ts';
import { applicationStates } from './applications.ts';
import { catalogPath } from './catalog.ts';

function apiOf(file: string): Api {
  const { data } = parseYaml(readFileSync(file, 'utf8')) as { data: Record<string, string> };
  const getVariables = (object: Record<string, unknown>) => argoVariables({ object });
  return createApi(parseConfig({ data }).config, { getVariables, host: { http: new HttpClient() } }).api;
}

async function fired(api: Api, object: Record<string, unknown>): Promise<string[]> {
  const results = await Promise.all(api.triggerNames.map((trigger) => api.runTrigger(trigger, object)));
  return api.triggerNames.filter((_trigger, i) => results[i]?.some(({ triggered }) => triggered));
}

it('our Argo-style catalog can be sent about an Application in any state, and as JSON where a service reads JSON', async () => {
  const api = apiOf(argoCatalog);
  const sent = new Set<string>();
  for (const { name, object } of applicationStates()) {
    for (const trigger of await fired(api, object)) {
      const rendered = await api.render(object, [`app-${trigger.slice('on-'.length)}`], {
        service: 'slack',
        recipient: '',
      });
      for (const text of jsonTexts(rendered)) expect(() => JSON.parse(text), `${name}: ${text}`).not.toThrow();
      sent.add(trigger);
    }
  }
  expect([...sent].sort()).toEqual(api.triggerNames);
});

it.skipIf(!existsSync(catalogPath))(
  "our Argo-style catalog fires when Argo CD's does (skipped without that)",
  async () => {
    const [own, stock] = [apiOf(argoCatalog), apiOf(catalogPath)];
    for (const { name, object } of applicationStates())
      expect([name, ...(await fired(own, object))]).toEqual([name, ...(await fired(stock, object))]);
  },
);
