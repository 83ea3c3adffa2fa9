import { type Api, createApi } from '../../engine/api.ts';
import { parseConfig } from '../../engine/config.ts';
import { EngineError } from '../../engine/errors.ts';
import { unmarshal } from '../../engine/go/json.ts';
import { HttpClient } from '../../engine/services/http.ts';
import type { Log, ServiceHost } from '../../engine/services/service.ts';
import { type SendResult, stepsOf, type WireCase } from './case.ts';
import type { PlacedCase, World } from './world.ts';

const deadline = 60_000;
const template = 'tpl';

export const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** What services get from whoever runs them: a client that trusts the world's authority and uses the case's proxy. */
export function hostFor(environment: PlacedCase['environment'], world: World, timeout?: number): ServiceHost {
  const certificates = () => [world.trusted.certificate];
  return { http: new HttpClient({ environment, certificates, ...(timeout === undefined ? {} : { timeout }) }) };
}

/** The ConfigMap of one service and one template. */
export function configMapOf(c: Pick<WireCase, 'type' | 'options'>, service: string, source: string) {
  const key = service === c.type ? `service.${c.type}` : `service.${c.type}.${service}`;
  return { data: { [key]: c.options, [`template.${template}`]: source } };
}

/** What our deliveries come to. */
export async function playEngine(c: PlacedCase, world: World): Promise<SendResult[]> {
  const host = hostFor(c.environment, world);
  const apis = new Map<string, Api>();
  const results: SendResult[] = [];
  try {
    for (const step of stepsOf(c)) {
      const { destination, env } = step;
      const signal = AbortSignal.timeout(deadline);
      const variables = unmarshal(JSON.stringify(env)) as Record<string, unknown>;
      try {
        const api = await apiFor(c, step, host, apis);
        await api.deliver(await render(api, variables, destination), destination, { signal, log: silent });
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
