import type { Path } from '../../../engine/config/yaml.ts';
import type { Condition } from '../../../engine/triggers.ts';
import type { Spot } from '../text/mapped.ts';
import type { Entry } from './entry.ts';
import { Expression } from './expression.ts';

/** A condition of a trigger with its places. */
export interface ConditionItem {
  readonly trigger: string;
  readonly condition: Condition;
  readonly entry: Entry;
  /** Key path of the condition. */
  readonly path: string;
  readonly spot: Spot;
  readonly when: Expression | undefined;
  readonly oncePer: Expression | undefined;
  readonly sends: readonly { readonly template: string; readonly spot: Spot; readonly path: string }[];
}

/** A trigger with where its name stands. */
export interface TriggerItem {
  readonly name: string;
  readonly entry: Entry;
  readonly spot: Spot;
  readonly path: string;
  readonly conditions: readonly ConditionItem[];
}

/** Where the parts of the conditions of a trigger are in its entry: its own key, or one of `config.yaml`. */
export interface ConditionPaths {
  readonly base: Path;
  condition(index: number): Path;
  readonly when: string;
  /** Path below the condition of each template it sends. */
  send(index: number): Path;
}

const own: ConditionPaths = { base: [], condition: (i) => [i], when: 'when', send: (i) => ['send', i] };

export function triggerItem(
  { name, entry, conditions }: { name: string; entry: Entry; conditions: readonly Condition[] },
  paths: ConditionPaths = own,
): TriggerItem {
  const { yaml } = entry;
  return {
    name,
    entry,
    spot: paths.base.length === 0 ? entry.keySpot : yaml.spot(paths.base),
    path: keyPath(entry.key, paths.base),
    conditions: conditions.map((condition, i): ConditionItem => {
      const base = paths.condition(i);
      const expression = (source: string, field: string): Expression | undefined =>
        source === ''
          ? undefined
          : new Expression(source, yaml.scalar([...base, field], source), yaml.spot([...base, field]));
      return {
        trigger: name,
        condition,
        entry,
        path: keyPath(entry.key, base),
        spot: yaml.spot(base),
        when: expression(condition.when, paths.when),
        oncePer: expression(condition.oncePer, 'oncePer'),
        sends: (condition.send ?? []).map((template, k) => {
          const path = [...base, ...paths.send(k)];
          return { template, spot: yaml.spot(path), path: keyPath(entry.key, path) };
        }),
      };
    }),
  };
}

/** A trigger of `config.yaml`, which has one condition of its own. */
export function legacyPaths(index: number): ConditionPaths {
  const base = ['triggers', index];
  return { base, condition: () => base, when: 'condition', send: () => ['template'] };
}

/** A path within a key of `data`, as people write it: `data.trigger.on-failed[0].when`. */
export function keyPath(key: string, path: Path): string {
  return `data.${key}${pathText(path)}`;
}

/** The steps of a path, as people write them behind what they begin at. */
export function pathText(path: Path): string {
  return path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
}
