import type { ErrorCode } from '../../../engine/errors.ts';
import type { Problem } from '../../../engine/problem.ts';
import type { Report } from '../rule.ts';
import type { Subject } from '../subject/subject.ts';
import type { Spot } from '../text/mapped.ts';

/** What the engine reports about the keys of the ConfigMap with one of these codes. */
export function problemReports(subject: Subject, codes: readonly ErrorCode[]): Report[] {
  return subject.problems
    .filter(({ severity, error }) => severity === 'error' && codes.includes(error.code))
    .map((problem) => ({
      spot: spotOf(subject, problem),
      path: `data.${problem.key}`,
      message: withoutPrefixes(problem.message),
      hint: problem.error.hint,
    }));
}

function spotOf(subject: Subject, { key, line, column }: Problem): Spot {
  const entry = subject.entry(key);
  if (!entry) return { file: subject.configMap.yaml.source.file, offset: subject.configMap.node.mark.offset };
  return line === undefined || column === undefined ? entry.spot : entry.value.atLine(line, column);
}

/** The message without the phases of Go it went through. */
function withoutPrefixes(message: string): string {
  return message
    .replace(/^failed to (unmarshal|render) .*?: /, '')
    .replace('error unmarshaling JSON: while decoding JSON: ', '')
    .replace('error converting YAML to JSON: ', '')
    .replace(/: yaml: (line \d+: )?/, ': ')
    .replace(/^yaml: (line \d+: )?/, '');
}
