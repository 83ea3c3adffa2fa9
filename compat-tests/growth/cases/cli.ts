import { explainObject } from '../../../cli/explain/explain.ts';
import { lint } from '../../../cli/lint/lint.ts';
import { previewOf } from '../../../cli/preview/model.ts';
import { Recorder } from '../../../cli/preview/recorder.ts';
import { emitYaml } from '../../../engine/config/emit.ts';
import { configData } from '../../bench/config/config-map.ts';
import { type GrowthCase, recordOf, upTo } from '../case.ts';
import { apiOf, holding, rsync, subscribed } from './evaluation.ts';

const area = 'the command line';

function manifest(data: Record<string, string>): string {
  return emitYaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'argocd-notifications-cm' }, data });
}

const getVariables = (sync: Record<string, unknown>) => ({ sync });

/** lint, explain and preview. */
export const cliCases: readonly GrowthCase[] = [
  {
    area,
    name: 'triggers and templates that lint finds nothing in',
    size: 10,
    counted: 4,
    prepare: (n) => {
      const text = manifest(configData(n));
      return () => lint([{ path: 'cm.yaml', text }]);
    },
  },
  {
    area,
    name: 'triggers and templates that are all wrong',
    size: 50,
    counted: 5,
    prepare: (n) => {
      const triggers = recordOf(n, (i) => [`trigger.t${i}`, `- {when: 'ap.status == ${i}', send: [q${i}]}`] as const);
      const templates = recordOf(n, (i) => [`template.p${i}`, `message: '{{.ap.x | uper}}${i}'`] as const);
      const text = manifest({ ...triggers, ...templates });
      return () => lint([{ path: 'cm.yaml', text }]);
    },
  },
  {
    area,
    name: 'files that are looked at together',
    size: 10,
    counted: 4,
    prepare: (n) => {
      const files = upTo(n).map((i) => ({
        path: `${i}.yaml`,
        text: manifest({ 'trigger.t': `- {when: 'ap == ${i}', send: [p]}` }),
      }));
      return () => lint(files);
    },
  },
  {
    area,
    name: 'triggers explained',
    size: 50,
    counted: 10,
    prepare: (n) => {
      const api = apiOf(holding(n));
      const object = rsync(subscribed(n));
      const configuration = {
        api,
        config: api.config,
        getVariables,
        problems: [],
        secrets: new Map(),
        configMap: { name: 'cm', namespace: '', data: {} },
      };
      return () => explainObject(configuration, object, { state: new Map(), names: [] });
    },
  },
  {
    area,
    name: 'triggers previewed',
    size: 30,
    counted: 10,
    prepare: (n) => {
      const recorder = new Recorder([]);
      const object = rsync(subscribed(n));
      const preview = { api: apiOf(holding(n), recorder), recorder, problems: [], isMadeUp: false };
      return () => previewOf(preview, [{ title: 'synced', object }]);
    },
  },
];
