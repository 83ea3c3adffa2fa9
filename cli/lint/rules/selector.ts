import { messageOf } from '../../../engine/errors.ts';
import { parseSelector } from '../../../engine/selectors.ts';
import type { Rule } from '../rule.ts';
import { keyPath } from '../subject/conditions.ts';
import { textOf } from '../text/yaml-text.ts';

/** A label selector that cannot be read. */
export const selector: Rule = {
  id: 'selector',
  severity: 'error',
  argo: 'rejects',
  what: 'The `selector` of a subscription is no label selector.',
  why: 'Argo CD refuses the whole ConfigMap.',
  mend: 'Write it as for kubectl: `team=shop,tier in (a, b),!canary`.',
  *check({ entry }) {
    const subscriptions = entry('subscriptions');
    const root = subscriptions?.yaml.find([]);
    if (!subscriptions || root?.kind !== 'sequence') return;
    for (const i of root.items.keys()) {
      const path = [i, 'selector'];
      const text = textOf(subscriptions.yaml.find(path));
      const message = text === undefined ? undefined : problemOf(text);
      if (message !== undefined)
        yield { spot: subscriptions.yaml.spot(path), path: keyPath('subscriptions', path), message };
    }
  },
};

function problemOf(text: string): string | undefined {
  try {
    parseSelector(text);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
