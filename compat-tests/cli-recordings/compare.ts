import type { CliRecording } from './cases.ts';

/**
 * What upstream says on standard error without its help, and without what comes in another order or at another time: most of its log,
 * and lists of names.
 */
export function steady(stderr: string): string {
  const [said = ''] = stderr.split('\nUsage:\n');
  return said
    .split('\n')
    .filter((line) => !/^(level=(?!error msg="failed to execute)|\d{4}\/\d\d\/\d\d )/.test(line))
    .join('\n')
    .replace(/\(found (.*)\)/, (_, names: string) => `(found ${names.split(', ').sort().join(', ')})`);
}

/** What upstream says beside its log: failures, of which Go words those of a configuration as a list of one. */
export function failureOf({ stderr }: Pick<CliRecording, 'stderr'>): string {
  const said = steady(stderr).split('\n');
  const text = said.filter((line) => !line.startsWith('level=')).join('\n');
  return text.trimEnd().replace(/^(failed to \w+ \w+: )errors getting apis: \[(.*)\]$/s, '$1$2');
}

/** The errors of upstream's log that are about an evaluation. */
export function evaluationErrors({ stderr }: Pick<CliRecording, 'stderr'>): string[] {
  return Array.from(stderr.matchAll(/^level=error msg=("failed to execute .*")$/gm), ([, text = '""']) =>
    JSON.parse(text),
  );
}

/** What we exit with where upstream ends most failures with 0 and usage errors with 1. */
export function exitCodeOf(recording: Pick<CliRecording, 'stderr' | 'exitCode'>): number {
  if (recording.exitCode !== 0) return 2;
  return failureOf(recording) === '' ? 0 : 1;
}
