import { formatTable } from '../../../cli/output/table.ts';
import { emitYaml } from '../../../engine/config/emit.ts';
import { type CoreRow, rowsOf } from './row.ts';

export interface OutputVectors {
  readonly tabwriter: readonly { readonly rows: readonly string[]; readonly out: string }[];
  readonly yamlMarshal: readonly { readonly value: string; readonly yamlOfK: string }[];
}

/** The tables and the YAML of the command line. */
export function* outputRows(data: OutputVectors): Generator<CoreRow> {
  yield* rowsOf('tabwriter', data.tabwriter, ({ rows, out }) => ({
    source: rows,
    want: out,
    got: formatTable(rows.map((row) => `${row}\n`).join('')),
  }));
  yield* rowsOf('yamlMarshal', data.yamlMarshal, ({ value, yamlOfK }) => ({
    source: value,
    want: yamlOfK,
    got: emitYaml({ k: value }),
  }));
}
