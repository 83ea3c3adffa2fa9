import { readFileSync } from 'node:fs';
import { rules } from '../../cli/lint/rules/index.ts';
import { selectSubjects } from '../../cli/lint/select.ts';
import { isStock, stockHash } from '../../cli/lint/stock.ts';
import { SourceFile } from '../../cli/lint/text/file.ts';
import { readManifestFile } from '../../cli/lint/text/manifest.ts';

// node compat-tests/argo-catalog/stock.ts CATALOG…: what lint finds in stock catalogs and does not know yet, as rows for cli/lint/stock.ts.

for (const path of process.argv.slice(2)) {
  const file = readManifestFile(new SourceFile({ path, text: readFileSync(path, 'utf8') }));
  for (const subject of selectSubjects(file.manifests, {})) {
    const rows = rules.flatMap(({ check, severity }) =>
      [...(check?.(subject) ?? [])].flatMap(({ text, path: item, severity: own = severity }) =>
        text === undefined || own === 'note' || isStock(text) ? [] : [`  ['${stockHash(text)}', '${item}'],`],
      ),
    );
    for (const row of new Set(rows)) process.stdout.write(`${row}\n`);
  }
}
