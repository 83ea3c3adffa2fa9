import type { Case } from '../conformance/case.ts';
import { differences } from '../conformance/compare.ts';
import type { Exceptions } from '../vectors/exceptions.ts';
import { Answerer, engineSession, type Outcome, oracleSession } from './answerer.ts';
import { configCase, configGrammar } from './config.ts';
import { mentioned, printable, randomEnvironment } from './environment.ts';
import { exprGrammar } from './expr.ts';
import { derive, type Grammar, smaller, type Tree, textOf } from './grammar.ts';
import { Random } from './random.ts';
import { templateGrammar } from './template.ts';

/** A language with its grammar. */
export interface Language {
  readonly name: 'expr' | 'template' | 'config';
  readonly kind: string;
  readonly grammar: Grammar;
  readonly start: string;
  readonly depth: number;
}

export const languages: readonly Language[] = [
  { name: 'expr', kind: 'expr', grammar: exprGrammar, start: 'any', depth: 5 },
  { name: 'template', kind: 'tmpl', grammar: templateGrammar, start: 'Program', depth: 6 },
  { name: 'config', kind: 'config', grammar: configGrammar, start: 'Program', depth: 7 },
];

interface Program {
  readonly seed: number;
  readonly tree: Tree;
  readonly env: Record<string, unknown>;
}

/** A program that Go answers otherwise. */
export interface Difference {
  readonly seed: number;
  readonly case: Case;
  readonly want: Outcome;
  readonly got: Outcome;
}

/** How a batch went. `unanswered`: Go could not be compared with, since its answer varies, is lacking, or goes beyond our limits. */
export interface BatchResult {
  readonly programs: number;
  readonly agreed: number;
  readonly excepted: number;
  readonly unanswered: number;
  readonly differences: readonly Difference[];
}

/** Milliseconds for one program. */
const ourPatience = 2000;
const oraclePatience = 5000;

/** How often a program that differs is made smaller, and the milliseconds of a batch after which the rest stay as they are. */
const shrinkingRounds = 12;
const shrinkingTime = 30_000;

/** How often a difference is looked at again: one that depends on the order of a map's keys in Go shows only now and then. */
const confirmations = 12;

/** Puts random programs to Go and to the engine. */
export class Fuzzer {
  private readonly go: Answerer;
  private readonly engine = new Answerer(engineSession, ourPatience);
  private readonly exceptions: Exceptions;

  constructor(oracle: string, exceptions: Exceptions) {
    this.go = new Answerer(() => oracleSession(oracle), oraclePatience);
    this.exceptions = exceptions;
  }

  end(): void {
    this.go.end();
    this.engine.end();
  }

  /** The programs of seeds `first`, `first + 1` … `first + size - 1`. */
  async batch(language: Language, first: number, size: number): Promise<BatchResult> {
    const programs = Array.from({ length: size }, (_, i) => programOf(language, first + i));
    const cases = programs.map((program) => caseOf(language, program.tree, program.env));
    const compared = await this.compare(cases);
    const suspects = programs.flatMap((program, i) => (compared[i]?.verdict === 'differs' ? [program] : []));
    const unanswered = compared.filter(({ verdict }) => verdict === 'unanswered').length;
    const differing: Difference[] = [];
    const until = performance.now() + shrinkingTime;
    let excepted = 0;
    let steady = 0;
    for (const suspect of suspects) {
      const found = await this.shrink(language, suspect, performance.now() < until ? shrinkingRounds : 0);
      if (!found) continue;
      steady++;
      if (this.exceptions.reasonFor({ source: found.case.source ?? '' })) excepted++;
      else differing.push(found);
    }
    const varying = suspects.length - steady;
    return {
      programs: size,
      agreed: size - unanswered - suspects.length,
      excepted,
      unanswered: unanswered + varying,
      differences: differing,
    };
  }

  private async compare(cases: readonly Case[]): Promise<{ verdict: Verdict; want: Outcome; got: Outcome }[]> {
    const lines = cases.map((c) => JSON.stringify(c));
    const [wants, gots] = await Promise.all([this.go.answers(lines), this.engine.answers(lines)]);
    return wants.map((want, i) => {
      const got = gots[i] ?? { ok: false, phase: 'died' };
      return { verdict: verdictOf(want, got), want, got };
    });
  }

  /** The smallest program found that still differs, whenever it is asked; undefined when Go's own answer varies. */
  private async shrink(language: Language, program: Program, rounds: number): Promise<Difference | undefined> {
    let current = await this.differing(language, program, [program.tree]);
    if (!current) return undefined;
    for (let round = 0; round < rounds; round++) {
      const candidates = smaller(language.grammar, current.tree)
        .filter((tree) => textOf(tree).length < textOf((current as Found).tree).length)
        .sort((a, b) => textOf(a).length - textOf(b).length)
        .slice(0, 150);
      const less = await this.differing(language, program, candidates);
      if (!less) break;
      current = less;
    }
    return { seed: program.seed, ...current };
  }

  /** The first of some trees that differs whenever it is asked. */
  private async differing(language: Language, { env }: Program, trees: readonly Tree[]): Promise<Found | undefined> {
    const cases = trees.map((tree) => caseOf(language, tree, env));
    const compared = await this.compare(cases);
    for (const [i, { verdict, want, got }] of compared.entries()) {
      const [tree, c] = [trees[i], cases[i]];
      if (verdict !== 'differs' || !tree || !c) continue;
      const again = await this.compare(new Array<Case>(confirmations).fill(c));
      if (again.every((repeated) => repeated.verdict === 'differs')) return { tree, case: c, want, got };
    }
    return undefined;
  }
}

interface Found {
  readonly tree: Tree;
  readonly case: Case;
  readonly want: Outcome;
  readonly got: Outcome;
}

type Verdict = 'agrees' | 'differs' | 'unanswered';

const limit = /\b(steps|output|memory|depth) limit of \d+ exceeded/;

function verdictOf(want: Outcome, got: Outcome): Verdict {
  if (got.phase === 'crash' || got.phase === 'hang' || got.phase === 'died') return 'differs';
  if (want.phase === 'hang' || want.phase === 'died' || want.unstable) return 'unanswered';
  if (limit.test(got.error ?? '')) return 'unanswered';
  return differences(want, got).length === 0 ? 'agrees' : 'differs';
}

function programOf(language: Language, seed: number): Program {
  const random = new Random(seed);
  const tree = derive(language.grammar, random, language.start, language.depth);
  return { seed, tree, env: randomEnvironment(random) };
}

function caseOf({ kind }: Language, tree: Tree, env: Record<string, unknown>): Case {
  const source = textOf(tree);
  if (kind === 'config') return configCase(source);
  return { kind, source, env: seesAll.test(source) ? printable(env) : mentioned(source, env) };
}

/** Whether a source may look at the environment as a whole. */
const seesAll = /\$env|[{(= ]\.[ })|]|[( ]\$[ })|]/;
