import type { KubernetesObject } from '../../../controller/kubernetes/index.ts';
import { evaluate } from '../../../controller/notification/evaluate.ts';
import { variablesFor } from '../../../controller/rsync/variables.ts';
import { type Api, createApi } from '../../../engine/api.ts';
import { parseConfig } from '../../../engine/config.ts';
import { HttpClient } from '../../../engine/services/http.ts';
import { parseState, type State, serialiseState } from '../../../engine/state.ts';
import { type GrowthCase, recordOf, upTo } from '../case.ts';

const area = 'an evaluation';
const prefix = 'notifications.configsync.gke.io';

/** An API of a ConfigMap, for RSyncs. */
export function apiOf(data: Record<string, string>, http = new HttpClient()): Api {
  const { config, problems } = parseConfig({ data });
  const getVariables = variablesFor({ context: {}, secrets: new Map() });
  return createApi(config, { getVariables, host: { http } }, problems).api;
}

/** An RSync with annotations. */
export function rsync(annotations: Record<string, string>, status: object = {}): KubernetesObject {
  const metadata = { name: 'root-sync', namespace: 'config-management-system', uid: '1', annotations };
  return { apiVersion: 'configsync.gke.io/v1beta1', kind: 'RootSync', metadata, status };
}

/** `n` triggers that hold, each with a template. */
export function holding(n: number): Record<string, string> {
  return {
    'service.webhook.hook': 'url: http://127.0.0.1:9',
    ...recordOf(n, (i) => [`trigger.t${i}`, `- {when: sync.kind != '${i}', send: [p]}`]),
    'template.p': 'message: "{{.sync.metadata.name}}"',
  };
}

/** Annotations that subscribe to `n` triggers. */
export function subscribed(n: number, recipients = 'r'): Record<string, string> {
  return recordOf(n, (i) => [`${prefix}/subscribe.t${i}.hook`, recipients]);
}

function evaluating(apis: readonly Api[], object: KubernetesObject, state: State = new Map()): () => unknown {
  const scoped = apis.map((api, i) => ({ api, namespace: i === 0 ? undefined : `team-${i}` }));
  return () => evaluate({ apis: scoped, object, state, prefixes: [prefix] });
}

const states = (n: number): State => new Map(upTo(n).map((i) => [`t${i}:[0].abcdefghijklmnopqrstuvwxyz0:hook:r`, i]));

/** Evaluations, and the state they read. */
export const evaluationCases: readonly GrowthCase[] = [
  {
    area,
    name: 'subscribed triggers',
    size: 100,
    counted: 10,
    prepare: (n) => evaluating([apiOf(holding(n))], rsync(subscribed(n))),
  },
  {
    area,
    name: 'destinations of a trigger',
    size: 500,
    counted: 20,
    prepare: (n) => evaluating([apiOf(holding(1))], rsync(subscribed(1, upTo(n).join(';')))),
  },
  {
    area,
    name: 'services of two configurations',
    size: 100,
    counted: 10,
    prepare: (n) => {
      const services = recordOf(n, (i) => [`service.webhook.s${i}`, 'url: http://127.0.0.1:9']);
      const annotations = recordOf(n, (i) => [`${prefix}/subscribe.t0.s${i}`, 'r']);
      return evaluating([apiOf({ ...holding(1), ...services }), apiOf(holding(1))], rsync(annotations));
    },
  },
  {
    area,
    name: 'triggers that cannot be evaluated',
    size: 100,
    counted: 10,
    prepare: (n) => {
      const broken = recordOf(n, (i) => [`trigger.t${i}`, `- {when: sync.kind.a.b == ${i}, send: [p]}`]);
      return evaluating([apiOf({ ...holding(1), ...broken })], rsync(subscribed(n)));
    },
  },
  {
    area,
    name: 'subscriptions to triggers that do not exist',
    size: 50,
    counted: 25,
    prepare: (n) => {
      const annotations = recordOf(n, (i) => [`${prefix}/subscribe.u${i}.hook`, 'r']);
      return evaluating([apiOf(holding(n))], rsync(annotations));
    },
  },
  {
    area,
    name: 'conditions of a status',
    size: 500,
    counted: 20,
    prepare: (n) => {
      const conditions = upTo(n).map((i) => ({ type: `T${i}`, status: 'False', message: 'm' }));
      const when =
        "any(sync.status.conditions, {.type == 'Stalled'}) or len(filter(sync.status.conditions, {.status == 'True'})) > 0";
      return evaluating(
        [apiOf({ ...holding(1), 'trigger.t0': `- {when: "${when}", send: [p]}` })],
        rsync(subscribed(1), { conditions }),
      );
    },
  },
  {
    area,
    name: 'default subscriptions with selectors',
    size: 200,
    counted: 20,
    prepare: (n) => {
      const subscriptions = upTo(n).map((i) => `- {recipients: ['hook:r${i}'], triggers: [t0], selector: a!=b${i}}`);
      return evaluating([apiOf({ ...holding(1), subscriptions: subscriptions.join('\n') })], rsync({}));
    },
  },
  {
    area: 'a state',
    name: 'entries read',
    size: 100,
    prepare: (n) => {
      const text = serialiseState(states(n), { max: n });
      return () => parseState(text);
    },
  },
  {
    area: 'a state',
    name: 'live entries written',
    size: 100,
    prepare: (n) => {
      const state = states(n);
      return () => serialiseState(state, { keep: new Set(state.keys()) });
    },
  },
];
