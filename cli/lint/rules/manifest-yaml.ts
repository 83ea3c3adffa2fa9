import type { Rule } from '../rule.ts';

/** A file that cannot be read as Kubernetes objects. */
export const manifestYaml: Rule = {
  id: 'manifest-yaml',
  severity: 'error',
  argo: 'rejects',
  what: 'The file is no YAML.',
  why: 'kubectl refuses it, so that none of it reaches the cluster.',
  mend: 'Mostly indentation: what belongs to a key stands to the right of it, with spaces instead of tabs.',
  *checkFile({ documents }) {
    for (const { error, source } of documents) {
      if (!error) continue;
      const { line = 1, column = 1 } = error.place ?? {};
      yield {
        spot: source.atLine(line, column),
        path: '',
        message: error.message.replace(/^yaml: (line \d+: )?/, ''),
        hint: error.hint,
      };
    }
  },
};
