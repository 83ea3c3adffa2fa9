import { createApi } from '../../../engine/api.ts';
import { mustUnmarshal } from '../../../engine/config/decode.ts';
import type { SecretData } from '../../../engine/config/secrets.ts';
import { type ParsedConfig, parseConfig } from '../../../engine/config.ts';
import { fromBytes } from '../../../engine/go/utf8.ts';
import type { Problem } from '../../../engine/problem.ts';
import { HttpClient } from '../../../engine/services/http.ts';
import { triggerSchema } from '../../../engine/triggers.ts';
import type { Manifest } from '../text/manifest.ts';
import type { Spot } from '../text/mapped.ts';
import { keyPath, legacyPaths, type TriggerItem, triggerItem } from './conditions.ts';
import { type Entry, textEntries } from './entry.ts';
import { type TemplateItem, templateItem } from './fields.ts';
import type { SecretView } from './secret.ts';
import { Trials } from './trials.ts';

/** A configured service. */
export interface ServiceItem {
  readonly name: string;
  readonly type: string;
  readonly entry: Entry | undefined;
}

/** An annotation or label of an object. */
export interface Annotation {
  readonly object: Manifest;
  readonly key: string;
  readonly value: Entry;
  readonly path: string;
}

/** All that rules look at: a ConfigMap, the Secret that belongs to it, and the objects that it notifies about. */
export class Subject {
  readonly configMap: Manifest;
  readonly secret: SecretView | undefined;
  readonly objects: readonly Manifest[];
  readonly entries: readonly Entry[];
  readonly parsed: ParsedConfig;
  /** What the engine reports about reading the keys and making the services. */
  readonly problems: readonly Problem[];
  readonly triggers: readonly TriggerItem[];
  readonly templates: readonly TemplateItem[];
  readonly services: ReadonlyMap<string, ServiceItem>;
  readonly trials: Trials;
  private readonly byKey: ReadonlyMap<string, Entry>;

  constructor(configMap: Manifest, secret: SecretView | undefined, objects: readonly Manifest[]) {
    this.configMap = configMap;
    this.secret = secret;
    this.objects = objects;
    const { entries } = textEntries(configMap, 'data');
    this.entries = entries;
    this.byKey = new Map(entries.map((entry) => [entry.key, entry]));
    const data = Object.fromEntries(entries.map(({ key, value }) => [key, value.text]));
    const secretData: SecretData = secret?.data ?? {};
    this.parsed = parseConfig({ namespace: configMap.namespace, data }, secretData, { argo: true });
    this.problems = [...this.parsed.problems, ...serviceProblems(this.parsed)];
    this.services = this.readServices();
    this.triggers = this.readTriggers();
    this.templates = this.readTemplates();
    const secrets = Object.fromEntries(
      Object.entries(secretData).map(([key, value]) => [key, typeof value === 'string' ? Buffer.from(value) : value]),
    );
    this.trials = new Trials(this, { context: this.parsed.context, secrets });
  }

  entry = (key: string): Entry | undefined => this.byKey.get(key);

  /** Names of all triggers, those that cannot be used included. */
  get triggerNames(): Set<string> {
    return new Set([...this.parsed.config.triggers.keys(), ...this.namesOf('trigger.')]);
  }

  get templateNames(): Set<string> {
    return new Set([...this.parsed.config.templates.keys(), ...this.namesOf('template.')]);
  }

  /** What follows a prefix in the keys of the ConfigMap. */
  private namesOf(prefix: string): string[] {
    return this.entries.flatMap(({ key }) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
  }

  private readServices(): Map<string, ServiceItem> {
    const services = new Map<string, ServiceItem>();
    for (const [name, { type, origin }] of this.parsed.config.services) {
      services.set(name, { name, type, entry: this.byKey.get(origin.key) });
    }
    for (const key of this.namesOf('service.')) {
      const [type = '', name = type, ...more] = key.split('.');
      if (more.length === 0 && !services.has(name)) {
        services.set(name, { name, type, entry: this.byKey.get(`service.${key}`) });
      }
    }
    return services;
  }

  private readTriggers(): TriggerItem[] {
    return [...this.parsed.config.triggers].flatMap(([name, { value, origin }]) => {
      const entry = this.byKey.get(origin.key);
      if (!entry) return [];
      if (entry.key !== 'config.yaml') return [triggerItem({ name, entry, conditions: value ?? [] })];
      const index = this.legacyIndex('triggers', name);
      const own = this.byKey.get(`trigger.${name}`);
      const others = own ? (mustUnmarshalOr(own.value.text) ?? []).slice(1) : [];
      const conditions = (value ?? []).slice(0, others.length === 0 ? undefined : 1);
      return [triggerItem({ name, entry, conditions }, legacyPaths(index))];
    });
  }

  private readTemplates(): TemplateItem[] {
    return [...this.parsed.config.templates].flatMap(([name, { value, origin }]) => {
      const entry = this.byKey.get(origin.key);
      if (!entry) return [];
      if (entry.key !== 'config.yaml') return [templateItem({ name, entry, notification: value })];
      const base = ['templates', this.legacyIndex('templates', name)];
      const moved: Readonly<Record<string, string>> = { message: 'body', 'email.subject': 'subject' };
      const locate = (path: readonly (string | number)[]) => {
        const old = moved[path.join('.')];
        return old !== undefined && entry.yaml.find([...base, old]) ? [old] : path;
      };
      return [templateItem({ name, entry, notification: value }, { base, locate })];
    });
  }

  /** The index of what is called so in a list of `config.yaml`. */
  private legacyIndex(list: 'triggers' | 'templates', name: string): number {
    const yaml = this.byKey.get('config.yaml')?.yaml;
    const node = yaml?.find([list]);
    const count = node?.kind === 'sequence' ? node.items.length : 0;
    for (let i = count - 1; i >= 0; i--) if (yaml?.scalar([list, i, 'name'], name)) return i;
    return 0;
  }

  /** Annotations or labels of the objects. */
  metadata(field: 'annotations' | 'labels'): Annotation[] {
    return this.objects.flatMap((object) =>
      textMetadata(object, field).map((value) => ({
        object,
        key: value.key,
        value,
        path: `metadata.${field}.${value.key}`,
      })),
    );
  }

  /** The value of a Secret's key as text. */
  secretText(key: string): string | undefined {
    const value = this.secret?.entries.get(key)?.value;
    return value && fromBytes(value);
  }

  /** The entries of lists of trigger names: `defaultTriggers` and those of a service. */
  get defaultTriggers(): { trigger: string; spot: Spot; path: string }[] {
    const { config } = this.parsed;
    const lists = [
      ['defaultTriggers', config.defaultTriggers] as const,
      ...[...config.serviceDefaultTriggers].map(([name, list]) => [`defaultTriggers.${name}`, list] as const),
    ];
    return lists.flatMap(([key, list]) => {
      const entry = this.byKey.get(key);
      if (!entry) return [];
      return (list ?? []).map((trigger, i) => ({ trigger, spot: entry.yaml.spot([i]), path: keyPath(key, [i]) }));
    });
  }
}

function textMetadata(object: Manifest, field: string): Entry[] {
  return textEntries({ ...object, base: [...object.base, 'metadata'] }, field).entries;
}

function mustUnmarshalOr(text: string) {
  try {
    return mustUnmarshal(text, triggerSchema);
  } catch {
    return null;
  }
}

/** What is wrong with the options of services. */
function serviceProblems({ config }: ParsedConfig): readonly Problem[] {
  const host = { http: new HttpClient() };
  const services = { ...config, triggers: new Map(), templates: new Map() };
  return createApi(services, { getVariables: () => ({}), host }).problems;
}
