import type { GoFunc } from '../go/value.ts';
import { conversionFunctions } from './conversion.ts';
import { cryptoFunctions } from './crypto.ts';
import { dateFunctions } from './date.ts';
import { defaultFunctions } from './defaults.ts';
import { dictFunctions } from './dict.ts';
import { encodingFunctions } from './encoding.ts';
import { hashFunctions } from './hash.ts';
import { jsonFunctions } from './json.ts';
import { listFunctions } from './list.ts';
import { mathFunctions } from './math.ts';
import { networkFunctions } from './network.ts';
import { pathFunctions } from './path.ts';
import { randomFunctions } from './random.ts';
import { reflectionFunctions } from './reflection.ts';
import { regexFunctions } from './regex.ts';
import { semverFunctions } from './semver.ts';
import { stringFunctions } from './strings.ts';
import { urlFunctions } from './url.ts';

const families: readonly Readonly<Record<string, GoFunc>>[] = [
  stringFunctions,
  conversionFunctions,
  mathFunctions,
  listFunctions,
  dictFunctions,
  defaultFunctions,
  jsonFunctions,
  reflectionFunctions,
  dateFunctions,
  regexFunctions,
  semverFunctions,
  urlFunctions,
  pathFunctions,
  encodingFunctions,
  hashFunctions,
  cryptoFunctions,
  networkFunctions,
  randomFunctions,
];

/** The functions of sprig 3.3.0's TxtFuncMap by name, without `env` and `expandenv`, which Argo removes. */
export const sprigFunctions: ReadonlyMap<string, GoFunc> = new Map(
  families.flatMap((family) => Object.entries(family)),
);
