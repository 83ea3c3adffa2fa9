import { unmarshal } from '../../../engine/config/decode.ts';
import { parseYaml } from '../../../engine/config/yaml.ts';
import { contextSchema } from '../../../engine/config.ts';
import { EngineError } from '../../../engine/errors.ts';
import { isPlainMap } from '../../../engine/go/value.ts';
import type { Rule } from '../rule.ts';
import { keyPath } from '../subject/conditions.ts';

/** A `context` that is no map of texts. */
export const contextShape: Rule = {
  id: 'context-shape',
  severity: 'error',
  argo: 'rejects',
  what: 'The key `context` is no map of texts.',
  why: 'Argo CD does not start with it.',
  mend: 'Its values are texts: `argocdUrl: https://cd.example.com`.',
  *check(subject) {
    const entry = subject.entry('context');
    if (!entry || !unmarshal(entry.value.text, contextSchema).error) return;
    let value: unknown;
    try {
      value = parseYaml(entry.value.text);
    } catch (error) {
      if (error instanceof EngineError) return;
      throw error;
    }
    const members = isPlainMap(value) ? Object.entries(value) : [];
    const bad = members.filter(([, member]) => isPlainMap(member) || Array.isArray(member));
    for (const [name, member] of bad) {
      const kind = Array.isArray(member) ? 'a list' : 'a map';
      yield {
        spot: entry.yaml.keySpot([name]),
        path: keyPath('context', [name]),
        message: `'${name}' has to be a text, but is ${kind}`,
      };
    }
    if (bad.length === 0) yield { spot: entry.spot, path: 'data.context', message: 'this has to be a map of texts' };
  },
};
