import type { GoFunc } from '../go/value.ts';
import { conversionFunctions } from './conversion.ts';
import { defaultFunctions } from './defaults.ts';
import { dictFunctions } from './dict.ts';
import { jsonFunctions } from './json.ts';
import { listFunctions } from './list.ts';
import { mathFunctions } from './math.ts';
import { reflectionFunctions } from './reflection.ts';
import { stringFunctions } from './strings.ts';

const families: readonly Readonly<Record<string, GoFunc>>[] = [
  stringFunctions,
  conversionFunctions,
  mathFunctions,
  listFunctions,
  dictFunctions,
  defaultFunctions,
  jsonFunctions,
  reflectionFunctions,
];

/** The functions of sprig 3.3.0's TxtFuncMap by name, without `env` and `expandenv`, which Argo removes. */
export const sprigFunctions: ReadonlyMap<string, GoFunc> = new Map(
  families.flatMap((family) => Object.entries(family)),
);
