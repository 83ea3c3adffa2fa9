import { didYouMean, messageOf } from '../../engine/errors.ts';
import { CliError } from '../errors.ts';
import type { Io } from '../io.ts';
import type { SourceFlags } from '../source/flags.ts';
import { type Finding, isAtLeast } from './finding.ts';
import { formatGithub } from './format/github.ts';
import { formatJson } from './format/json.ts';
import { formatSarif } from './format/sarif.ts';
import { formatText } from './format/text.ts';
import { lint } from './lint.ts';
import { rules } from './rules/index.ts';
import type { LintFile } from './text/file.ts';

export interface LintFlags extends SourceFlags {
  readonly format: 'text' | 'json' | 'sarif' | 'github';
  readonly ignore?: readonly string[];
  readonly strict?: boolean;
  readonly notes?: boolean;
}

/**
 * Writes what is wrong in files to standard output, and sets the exit code.
 * @throws {CliError} `Usage` when there is nothing to look at
 */
export async function runLint(files: readonly string[], flags: LintFlags, io: Io): Promise<void> {
  const known = rules.map(({ id }) => id);
  const unknown = flags.ignore?.find((rule) => !known.includes(rule));
  if (unknown !== undefined) {
    throw new CliError('Usage', `--ignore: there is no rule '${unknown}'`, { detail: didYouMean(unknown, known) });
  }
  const { findings, configMaps } = lint(await read(files, flags, io), {
    configMapName: flags.configMapName,
    secretName: flags.secretName,
    argo: flags.argo,
    ignore: flags.ignore,
  });
  if (configMaps === 0 && !findings.some(({ severity }) => severity === 'error')) {
    throw new CliError('Usage', `there is no ConfigMap ${flags.configMapName ?? 'of notifications'} in these files`);
  }
  const shown = findings.filter(({ severity }) => flags.notes === true || severity !== 'note');
  io.stdout.write(formatted(shown, flags, { color: io.color, hidden: findings.length - shown.length }));
  const failing = flags.strict === true ? 'warning' : 'error';
  if (findings.some(({ severity }) => isAtLeast(severity, failing))) io.exitCode = 1;
}

function formatted(
  findings: readonly Finding[],
  { format }: LintFlags,
  text: { color: boolean; hidden: number },
): string {
  switch (format) {
    case 'json':
      return formatJson(findings);
    case 'sarif':
      return formatSarif(findings, rules);
    case 'github':
      return formatGithub(findings);
    default:
      return formatText(findings, text);
  }
}

/** The files of the command line, and those of `--config-map` and `--secret`, each once. */
async function read(files: readonly string[], { configMap, secret }: LintFlags, io: Io): Promise<LintFile[]> {
  const named = [configMap, secret === ':empty' ? undefined : secret].filter((path) => path !== undefined);
  const paths = [...new Set([...files, ...named])];
  if (paths.length === 0) throw new CliError('Usage', 'nothing to look at: name files, or - for standard input');
  const texts: LintFile[] = [];
  for (const path of paths) texts.push({ path: path === '-' ? '(stdin)' : path, text: await textOf(path, io) });
  if (secret === ':empty') texts.push({ path: secret, text: 'kind: Secret\nmetadata:\n  name: that is empty\n' });
  return texts;
}

async function textOf(path: string, io: Io): Promise<string> {
  if (path === '-') return io.stdin();
  try {
    return io.files.read(path);
  } catch (error) {
    throw new CliError('Usage', `${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
