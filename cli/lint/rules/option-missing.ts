import { parseYaml } from '../../../engine/config/yaml.ts';
import { EngineError } from '../../../engine/errors.ts';
import { isPlainMap } from '../../../engine/go/value.ts';
import type { Rule } from '../rule.ts';

/** What the services of a type cannot do without. */
const needed: Readonly<Record<string, readonly string[]>> = {
  slack: ['token'],
  email: ['host', 'from'],
  webhook: ['url'],
  mattermost: ['apiURL', 'token'],
  rocketchat: ['serverUrl'],
  grafana: ['apiUrl', 'apiKey'],
  opsgenie: ['apiUrl', 'apiKeys'],
  telegram: ['token'],
  teams: ['recipientUrls'],
  'teams-workflows': ['recipientUrls'],
  googlechat: ['webhooks'],
  pushover: ['token'],
  webex: ['token'],
  pagerduty: ['token'],
  pagerdutyv2: ['serviceKeys'],
  newrelic: ['apiKey'],
  nats: ['url'],
  github: ['appID', 'installationID', 'privateKey'],
  gcppubsub: ['project'],
};

/** A service without what it needs. */
export const optionMissing: Rule = {
  id: 'option-missing',
  severity: 'warning',
  argo: 'fails',
  what: 'A service lacks an option that it cannot do without, such as the token of Slack.',
  why: 'Every notification to it fails.',
  mend: 'Add it, a secret as `$key`. The pages in docs/services list the options.',
  *check({ entries }) {
    for (const { key, keySpot, value } of entries) {
      const [kind, type = '', , ...more] = key.split('.');
      const options = kind === 'service' && more.length === 0 ? optionsOf(value.text) : undefined;
      if (!options || !Object.hasOwn(needed, type)) continue;
      const given = new Set(Object.keys(options).map((name) => name.toLowerCase()));
      for (const name of needed[type] ?? []) {
        if (given.has(name.toLowerCase())) continue;
        yield {
          spot: keySpot,
          path: `data.${key}`,
          message: `a service of type '${type}' needs ${name}`,
        };
      }
    }
  },
};

/** The options as they are written; undefined for what is no map. */
function optionsOf(text: string): Record<string, unknown> | undefined {
  try {
    const value = parseYaml(text) ?? {};
    return isPlainMap(value) ? value : undefined;
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}
