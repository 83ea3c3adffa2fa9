import { CliError } from '../errors.ts';

/**
 * The documents of a YAML text, those that are empty left out. A line that begins with `---` parts them, and may say nothing more but
 * a comment (apimachinery's YAMLReader).
 * @throws {CliError} `InvalidFile`
 */
export function yamlTexts(text: string): string[] {
  const documents: string[] = [];
  let lines: string[] = [];
  const end = () => {
    if (lines.length > 0) documents.push(`${lines.join('\n')}\n`);
    lines = [];
  };
  const all = text.split('\n');
  if (all.at(-1) === '') all.pop();
  for (const line of all) {
    if (line.startsWith('---')) {
      const rest = line.slice(3).trim();
      if (rest !== '' && !rest.startsWith('#'))
        throw new CliError('InvalidFile', `invalid Yaml document separator: ${rest}`);
      if (lines.length > 0) {
        end();
        continue;
      }
    }
    lines.push(line.replace(/\r$/, ''));
  }
  end();
  return documents;
}
