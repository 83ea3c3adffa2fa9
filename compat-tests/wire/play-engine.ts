import { type Api, createApi } from '../../engine/api.ts';
import { type ConfigMap, parseConfig } from '../../engine/config.ts';
import { EngineError } from '../../engine/errors.ts';
import { unmarshal } from '../../engine/go/json.ts';
import { HttpClient, type HttpClientOptions } from '../../engine/services/http.ts';
import type { Log, ServiceHost } from '../../engine/services/service.ts';
import { type SendResult, stepsOf, type WireCase } from './case.ts';
import type { PlacedCase, World } from './world.ts';

const deadline = 60_000;

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** What services get from whoever runs them: a client that trusts the world's authority and uses the case's proxy. */
export function hostFor(
  environment: PlacedCase['environment'],
  world: World,
  options: HttpClientOptions = {},
): ServiceHost {
  const http = new HttpClient({ environment, certificates: () => [world.trusted.certificate], ...options });
  return { http, environment };
}

/** The ConfigMap of a case: its service by the name that deliveries use, and a template for each delivery. */
export function configMapOf(c: WireCase): ConfigMap {
  const entries = stepsOf(c).flatMap(({ name, template, destination: { service } }) => [
    [service === c.type ? `service.${c.type}` : `service.${c.type}.${service}`, c.options],
    [`template.${name}`, template],
  ]);
  return { data: Object.fromEntries(entries) };
}

/** What our deliveries come to, through one API. @throws anything that is no error of the engine */
export async function playEngine(c: PlacedCase, world: World): Promise<SendResult[]> {
  // A host with certificates of its own is not offered HTTP/2, so here it has none.
  const system = { certificates: () => [], systemCertificates: () => [world.trusted.certificate] };
  const host = hostFor(c.environment, world, c.http2 === true ? system : {});
  const results: SendResult[] = [];
  try {
    let api: Api | undefined;
    for (const { name, env, destination } of stepsOf(c)) {
      const context = { signal: AbortSignal.timeout(deadline), log: silent };
      const variables = unmarshal(JSON.stringify(env)) as Record<string, unknown>;
      try {
        api ??= apiOf(c, host);
        await api.send(variables, [name], destination, context);
        results.push({ ok: true });
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        results.push({ ok: false, error: error.message });
      }
    }
    return results;
  } finally {
    host.http.close();
  }
}

function apiOf(c: WireCase, host: ServiceHost): Api {
  const { config } = parseConfig(configMapOf(c), {}, { strict: true });
  return createApi(config, { getVariables: (object) => object, host, strict: true }).api;
}
