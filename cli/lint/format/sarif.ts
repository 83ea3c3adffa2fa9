import type { Finding } from '../finding.ts';
import type { Rule } from '../rule.ts';

/** Findings as a SARIF 2.1.0 log, as code scanning reads it. */
export function formatSarif(findings: readonly Finding[], rules: readonly Rule[]): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'configsync-notifications lint', rules: rules.map(descriptor) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => result(finding, rules)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor({ id, severity, what, why, mend }: Rule): object {
  return {
    id,
    shortDescription: { text: what },
    fullDescription: { text: `${what} ${why}` },
    help: { text: mend },
    defaultConfiguration: { level: severity },
  };
}

function result(
  { rule, severity, message, hint, file, line, column, path, excerpt }: Finding,
  rules: readonly Rule[],
): object {
  const [snippet] = excerpt?.split('\n') ?? [];
  return {
    ruleId: rule,
    ruleIndex: rules.findIndex(({ id }) => id === rule),
    level: severity,
    message: { text: hint === undefined ? message : `${message} (${hint})` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: {
            startLine: line,
            startColumn: column,
            ...(snippet !== undefined && { snippet: { text: snippet.replace(/^ \| /, '') } }),
          },
        },
        ...(path !== '' && { logicalLocations: [{ fullyQualifiedName: path }] }),
      },
    ],
  };
}

/** A relative path as a URI reference, an absolute one as a file URI. */
function uriOf(file: string): string {
  const path = encodeURI(file.replaceAll('\\', '/')).replaceAll('#', '%23').replaceAll('?', '%3F');
  return path.startsWith('/') ? `file://${path}` : path;
}
