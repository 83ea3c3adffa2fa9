import { unmarshal } from '../../../engine/config/decode.ts';
import { Run } from '../../../engine/go/run.ts';
import { conditionJson, conditionKey, Triggers, triggerSchema } from '../../../engine/triggers.ts';
import { timeGroup } from '../../../engine/variables.ts';
import { type CoreRow, resultOf, rowsOf } from './row.ts';

interface Evaluation {
  readonly when: string;
  readonly oncePer?: string;
  readonly results?: unknown;
  readonly logs?: readonly string[];
  readonly compileError?: string;
}

export interface TriggerVectors {
  readonly hash: Readonly<Record<string, string>>;
  readonly run: readonly Evaluation[];
  readonly vars: Readonly<Record<string, unknown>>;
  readonly yaml: readonly { readonly yaml: string; readonly conditions: unknown; readonly error?: string }[];
}

function evaluate({ when, oncePer = '' }: Evaluation, variables: Record<string, unknown>): Record<string, unknown> {
  const triggers = new Triggers();
  const added = resultOf(() => triggers.add('t', [{ when, oncePer, description: '', send: ['x'] }]));
  if ('error' in added) return { compileError: added.error };
  const results = triggers.run('t', variables, new Run());
  const errors = results.flatMap(({ error, oncePerError }) =>
    [error, oncePerError].filter((each) => each !== undefined),
  );
  return {
    results: results.map(({ key, oncePer: once, templates, triggered }) => ({
      Key: key,
      OncePer: once,
      Templates: templates,
      Triggered: triggered,
    })),
    logs: errors.map(({ message }) => `error: ${message}`),
  };
}

function decoded(text: string): unknown {
  const { value, error } = unmarshal(text, triggerSchema);
  return { conditions: value?.map((each) => conditionJson(each).toPlain()) ?? null, error: error?.message };
}

/** Conditions: their keys, what they give, and how they are read. */
export function* triggerRows(data: TriggerVectors): Generator<CoreRow> {
  yield* rowsOf('hash', Object.entries(data.hash), ([when, hash]) => ({
    source: when,
    want: `[0].${hash}`,
    got: conditionKey(0, when),
  }));
  const variables = { ...data.vars, time: timeGroup };
  yield* rowsOf('run', data.run, (vector) => {
    const { when, oncePer, compileError, results, logs = [] } = vector;
    return {
      source: oncePer === undefined ? when : `${when} / ${oncePer}`,
      want: compileError === undefined ? { results, logs } : { compileError },
      got: evaluate(vector, variables),
    };
  });
  yield* rowsOf('yaml', data.yaml, ({ yaml, conditions, error }) => ({
    source: yaml,
    want: { conditions, error },
    got: decoded(yaml),
  }));
}
