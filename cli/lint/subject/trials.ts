import type { ExprError } from '../../../engine/expr/index.ts';
import type { TemplateError } from '../../../engine/template/index.ts';
import { applicationSamples } from '../samples/application.ts';
import {
  evaluate,
  knownKinds,
  type Outcome,
  objectKeyOf,
  render,
  type Surroundings,
  type Variables,
  variablesOf,
} from '../samples/environment.ts';
import { hostileCopy } from '../samples/hostile.ts';
import type { Sample } from '../samples/objects.ts';
import { rsyncSamples } from '../samples/rsync.ts';
import { objectOf, titleOf } from '../text/manifest.ts';
import type { ConditionItem } from './conditions.ts';
import type { Expression } from './expression.ts';
import type { Field, TemplateItem } from './fields.ts';
import type { Subject } from './subject.ts';
import { chainsOfTemplate } from './template-chains.ts';

/** A sample with its variables. */
export interface Trial {
  readonly sample: Sample;
  readonly variables: Variables;
}

/** What a condition gives for a sample. */
export interface ConditionTrial extends Trial {
  readonly when: Outcome<ExprError>;
  /** Only where `when` holds. */
  readonly oncePer: Outcome<ExprError>;
}

/** A field rendered for a sample. */
export interface FieldTrial extends Trial {
  readonly outcome: Outcome<TemplateError>;
}

const destination = { service: 'slack', recipient: 'alerts' };

/** Triggers and templates, tried with samples. What was tried once is remembered. */
export class Trials {
  private readonly subject: Subject;
  private readonly surroundings: Surroundings;
  private readonly samples: readonly Sample[];
  private readonly variables = new Map<string, Variables>();
  private sent: ReadonlyMap<string, ReadonlySet<Sample>> | undefined;
  private readonly conditions = new Map<ConditionItem, readonly ConditionTrial[]>();

  constructor(subject: Subject, surroundings: Surroundings) {
    this.subject = subject;
    this.surroundings = surroundings;
    const given = subject.objects.flatMap((manifest): Sample[] => {
      const object = objectOf(manifest);
      return object ? [{ title: titleOf(manifest), object, complete: object['status'] !== undefined }] : [];
    });
    const own = [...applicationSamples, ...rsyncSamples].map((sample) => this.withMetadata(sample));
    this.samples = [...given, ...own];
  }

  /** Each sample that a condition is about, with what it gives. */
  condition(item: ConditionItem): readonly ConditionTrial[] {
    const known = this.conditions.get(item);
    if (known) return known;
    const trials = this.tryCondition(item);
    this.conditions.set(item, trials);
    return trials;
  }

  private tryCondition({ when, oncePer }: ConditionItem): ConditionTrial[] {
    if (!when?.program) return [];
    const { program } = when;
    return this.about(rootsOf(when, oncePer)).map((sample) => {
      const variables = this.variablesOf(sample, 'trigger');
      const result = evaluate(program, variables);
      const holds = result !== undefined && 'value' in result && result.value === true;
      return {
        sample,
        variables,
        when: result,
        oncePer: holds && oncePer?.program ? evaluate(oncePer.program, variables) : undefined,
      };
    });
  }

  /**
   * The samples to render a template for: those for which a trigger sends it, or where none does, those that are complete.
   * `hostile` gives them free texts that break what is not escaped.
   */
  template(item: TemplateItem, { hostile = false }: { hostile?: boolean } = {}): Trial[] {
    const sent = this.sentFor(item.name);
    const roots = new Set(item.fields.flatMap((field) => [...rootsOfField(field)]));
    const about = this.about(roots);
    const samples = sent ? about.filter((sample) => sent.has(sample)) : about.filter(({ complete }) => complete);
    const mode = hostile ? 'hostile' : 'template';
    return samples.map((sample) => ({ sample, variables: this.variablesOf(sample, mode) }));
  }

  /** A field for each of the samples that its template is rendered for. */
  field(item: TemplateItem, field: Field): FieldTrial[] {
    const { template } = field;
    if (!template) return [];
    return this.template(item).map((trial) => ({ ...trial, outcome: render(template, trial.variables) }));
  }

  /** The samples for which some trigger sends a template; undefined when no trigger sends it for any. */
  private sentFor(template: string): ReadonlySet<Sample> | undefined {
    this.sent ??= this.samplesByTemplate();
    return this.sent.get(template);
  }

  private samplesByTemplate(): Map<string, Set<Sample>> {
    const sent = new Map<string, Set<Sample>>();
    for (const condition of this.subject.triggers.flatMap(({ conditions }) => conditions)) {
      const holds = this.condition(condition).filter(({ when }) => when && 'value' in when && when.value === true);
      for (const { template } of holds.length === 0 ? [] : condition.sends) {
        const samples = sent.get(template) ?? new Set();
        for (const { sample } of holds) samples.add(sample);
        sent.set(template, samples);
      }
    }
    return sent;
  }

  /** The samples of the kinds of objects that the variables belong to. */
  private about(roots: ReadonlySet<string>): Sample[] {
    const rsync = roots.has('sync') || roots.has('utils');
    const application = !rsync && roots.has('app');
    return this.samples.filter(({ object }) => {
      const kind = String(object['kind']);
      if (!knownKinds.has(kind)) return roots.has(objectKeyOf(kind));
      if (kind === 'Application') return !rsync && (application || !usesOther(roots));
      return rsync || (!application && !usesOther(roots)) || (application && this.isAboutRSyncs);
    });
  }

  /** Whether RSyncs were given but no Applications, so that `app` is the view of an RSync. */
  private get isAboutRSyncs(): boolean {
    const kinds = new Set(this.subject.objects.map(({ kind }) => kind));
    return !kinds.has('Application') && (kinds.has('RootSync') || kinds.has('RepoSync'));
  }

  private variablesOf(sample: Sample, mode: 'trigger' | 'template' | 'hostile'): Variables {
    const key = `${mode} ${sample.title}`;
    const known = this.variables.get(key);
    if (known) return known;
    const hostile = mode === 'hostile';
    const object = hostile ? hostileCopy(sample.object) : sample.object;
    const options = mode === 'trigger' ? {} : { destination, hostile };
    const variables = variablesOf(object, this.surroundings, options);
    this.variables.set(key, variables);
    return variables;
  }

  /** A built-in sample with the labels and annotations that the ConfigMap looks up, since real objects will have them. */
  private withMetadata(sample: Sample): Sample {
    const { object } = sample;
    const metadata = object['metadata'] as Record<string, unknown>;
    const named = Object.fromEntries(
      ['labels', 'annotations'].map((field) => [
        field,
        Object.fromEntries(this.asked(field).map((name) => [name, name])),
      ]),
    );
    return { ...sample, object: { ...object, metadata: { ...metadata, ...named } } };
  }

  /** Names of labels or annotations that the ConfigMap looks up. */
  private asked(field: string): string[] {
    const lookup = new RegExp(`${field}(?:\\??\\.([\\w-]+)|\\s+\\\\?"([^"\\\\]+)|\\[\\\\?['"]([^'"\\\\]+))`, 'g');
    return this.subject.entries.flatMap(({ value }) =>
      [...value.text.matchAll(lookup)].map(([, a, b, c]) => a ?? b ?? c ?? ''),
    );
  }
}

/** Variables that belong to no kind of object. */
const shared: ReadonlySet<string> = new Set([
  'context',
  'appProject',
  'secrets',
  'time',
  'strings',
  'repo',
  'serviceType',
  'recipient',
]);

function usesOther(roots: ReadonlySet<string>): boolean {
  return [...roots].some((root) => !shared.has(root) && root !== 'app' && root !== 'sync' && root !== 'utils');
}

function rootsOf(...expressions: (Expression | undefined)[]): Set<string> {
  return new Set(expressions.flatMap((expression) => [...(expression?.variables ?? [])]));
}

function rootsOfField({ template, source }: Field): Set<string> {
  return new Set(template ? chainsOfTemplate(template, source).map(({ names }) => names[0] ?? '') : []);
}
