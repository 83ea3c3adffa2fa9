import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { KubernetesObject } from '../../controller/kubernetes/index.ts';
import { variablesFor } from '../../controller/rsync/variables.ts';
import { type Api, createApi } from '../../engine/api.ts';
import { parseYaml } from '../../engine/config/yaml.ts';
import { parseConfig } from '../../engine/config.ts';
import type { Notification } from '../../engine/notification.ts';
import { formatProblem } from '../../engine/problem.ts';
import { HttpClient } from '../../engine/services/http.ts';

/** What one trigger gives for one RSync, its messages as `message_<service>`. */
export interface Given {
  readonly triggered: boolean;
  readonly oncePer: string;
  readonly key: string;
  readonly messages: Readonly<Record<string, string | undefined>>;
  /** Why the condition cannot be evaluated. */
  readonly error?: string;
}

/** The object in a YAML file. */
export function read(file: string): Record<string, unknown> {
  return parseYaml(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

/** The API of the ConfigMap in a file, which has to be without problems. */
export function apiOf(file: string, context: Readonly<Record<string, string>> = {}): Api {
  const parsed = parseConfig({ data: read(file)['data'] as Record<string, string> });
  const getVariables = variablesFor({ context, secrets: new Map() });
  const { api, problems } = createApi(parsed.config, { getVariables, host: { http: new HttpClient() } });
  expect([...parsed.problems, ...problems].map(formatProblem)).toEqual([]);
  return api;
}

/** What a trigger of one condition gives for an RSync. What services read as JSON has to be JSON. */
export async function give(
  api: Api,
  trigger: string,
  rsync: KubernetesObject,
  services: readonly string[] = ['slack'],
): Promise<Given> {
  const [result] = await api.runTrigger(trigger, rsync);
  if (!result) throw new Error(`trigger ${trigger} has no condition`);
  const { triggered, oncePer, key, templates, error, oncePerError } = result;
  const messages: Record<string, string | undefined> = {};
  for (const service of triggered ? services : []) {
    const notification = await api.render(rsync, templates ?? [], { service, recipient: '' });
    for (const text of jsonTexts(notification)) expect(() => JSON.parse(text), text).not.toThrow();
    messages[`message_${service}`] = notification.message;
  }
  const failure = error ?? oncePerError;
  return { triggered, oncePer, key, messages, ...(failure && { error: failure.message }) };
}

/** The triggers of an API that hold for an RSync. */
export async function fired(api: Api, rsync: KubernetesObject): Promise<string[]> {
  const given = await Promise.all(
    api.triggerNames.map(async (trigger) => ({ trigger, ...(await give(api, trigger, rsync)) })),
  );
  return given.filter(({ triggered }) => triggered).map(({ trigger }) => trigger);
}

/** The texts of a notification that its service reads as JSON. */
export function jsonTexts({ slack, teams }: Notification): string[] {
  const texts = [slack?.attachments, slack?.blocks, teams?.facts, teams?.potentialAction];
  return texts.filter((text) => text !== undefined).filter((text) => text !== '');
}
