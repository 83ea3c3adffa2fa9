import { excerptOf } from '../../engine/errors.ts';
import type { Finding, Severity } from './finding.ts';
import { isIgnored } from './ignore.ts';
import type { Report, Rule } from './rule.ts';
import { rules } from './rules/index.ts';
import { type LintOptions, selectSubjects } from './select.ts';
import { isStock } from './stock.ts';
import { type LintFile, SourceFile } from './text/file.ts';
import { hasSecret, type ManifestFile, readManifestFile } from './text/manifest.ts';

/** What was found, and how many ConfigMaps were looked at. */
export interface LintResult {
  readonly findings: readonly Finding[];
  readonly configMaps: number;
}

/**
 * What is wrong with notification configurations in files of Kubernetes manifests: ConfigMaps, the Secrets that belong to them, and
 * the RSyncs, Applications and other objects that subscribe. Findings are in the order of files, lines and columns.
 */
export function lint(files: readonly LintFile[], options: LintOptions = {}): LintResult {
  const read = files.map((file) => readManifestFile(new SourceFile(file)));
  const subjects = selectSubjects(
    read.flatMap((file) => file.manifests),
    options,
  );
  const found = rules.flatMap((rule) => [
    ...read.flatMap((file) => [...(rule.checkFile?.(file) ?? [])].map((report) => findingOf(rule, report, read))),
    ...subjects.flatMap((subject) => [...(rule.check?.(subject) ?? [])].map((report) => findingOf(rule, report, read))),
  ]);
  const order = new Map(files.map(({ path }, i) => [path, i]));
  const position = ({ file }: Finding): number => order.get(file) ?? 0;
  const sourceOf = (finding: Finding) => (read[position(finding)] as ManifestFile).file;
  const findings = unique(found)
    .filter(({ argo }) => options.argo !== true || argo !== undefined)
    .filter((finding) => !options.ignore?.includes(finding.rule) && !isIgnored(sourceOf(finding), finding))
    .sort((a, b) => position(a) - position(b) || a.line - b.line || a.column - b.column || compare(a.rule, b.rule));
  return { findings, configMaps: subjects.length };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function findingOf(rule: Rule, report: Report, files: readonly ManifestFile[]): Finding {
  const { spot, path, message, hint, argo = rule.argo ?? null } = report;
  const place = spot.file.place(spot.offset);
  const file = files.find((each) => each.file === spot.file);
  const conceals = report.conceals === true || (file !== undefined && hasSecret(file, place.line));
  const line = spot.file.line(place.line);
  const excerpt = excerptOf(conceals ? concealed(line) : line, { line: 1, column: place.column });
  return {
    ...place,
    rule: rule.id,
    severity: severityOf(rule, report),
    message,
    path,
    ...(hint !== undefined && { hint }),
    ...(excerpt !== undefined && { excerpt }),
    ...(argo && { argo }),
  };
}

/** A line without what stands behind its first key, or without anything. */
function concealed(line: string): string {
  const key = /^\s*(- )?["']?[\w.-]+["']?\s*:/.exec(line)?.[0];
  return key === undefined ? '…' : `${key} …`;
}

function severityOf(rule: Rule, { severity = rule.severity, text }: Report): Severity {
  return text !== undefined && isStock(text) ? 'note' : severity;
}

/** Objects that several ConfigMaps share are looked at more than once. */
function unique(findings: readonly Finding[]): Finding[] {
  const byText = new Map(
    findings.map((each) => [[each.rule, each.file, each.line, each.column, each.message].join('\n'), each]),
  );
  return [...byText.values()];
}
