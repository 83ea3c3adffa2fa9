import type { GoType } from '../../engine/go/type.ts';
import type { GoFunc } from '../../engine/go/value.ts';

/** Functions whose result is random, depends on the clock, asks the network, or takes long on purpose. */
const unpredictable =
  /^(now|ago|rand|uuidv4|gen|shuffle|bcrypt|htpasswd|encryptAES|getHostByName|derivePassword|buildCustomCert|fail$)/;

/** What fits the parameters of functions whose types say too little. A last entry with `*` repeats. */
const fitting: Readonly<Record<string, readonly string[]>> = {
  date: ['Layout', 'time'],
  dateInZone: ['Layout', 'time', 'Zone'],
  date_in_zone: ['Layout', 'time', 'Zone'],
  htmlDate: ['time'],
  htmlDateInZone: ['time', 'Zone'],
  dateModify: ['Span', 'time'],
  date_modify: ['Span', 'time'],
  mustDateModify: ['Span', 'time'],
  must_date_modify: ['Span', 'time'],
  toDate: ['Layout', 'text'],
  mustToDate: ['Layout', 'text'],
  unixEpoch: ['time'],
  durationRound: ['Elapsed'],
  duration: ['Elapsed'],
  default: ['any', 'any'],
  dict: ['text', 'any', 'text', 'any'],
  get: ['map', 'text'],
  set: ['map', 'text', 'any'],
  unset: ['map', 'text'],
  dig: ['text', 'any', 'map'],
  pick: ['map', 'text', 'text'],
  omit: ['map', 'text', 'text'],
  pluck: ['text', 'map', 'map'],
  merge: ['map', 'map'],
  mergeOverwrite: ['map', 'map'],
  mustMerge: ['map', 'map'],
  mustMergeOverwrite: ['map', 'map'],
  join: ['text', 'list'],
  sortAlpha: ['list'],
  toStrings: ['list'],
  has: ['any', 'list'],
  mustHas: ['any', 'list'],
  without: ['list', 'any', 'any'],
  mustWithout: ['list', 'any'],
  concat: ['list', 'list'],
  slice: ['list', 'int', 'int'],
  mustSlice: ['list', 'int'],
  append: ['list', 'any'],
  prepend: ['list', 'any'],
  push: ['list', 'any'],
  mustAppend: ['list', 'any'],
  mustPrepend: ['list', 'any'],
  mustPush: ['list', 'any'],
  chunk: ['int', 'list'],
  mustChunk: ['int', 'list'],
  ternary: ['any', 'any', 'bool'],
  typeIs: ['Kind', 'any'],
  typeIsLike: ['Kind', 'any'],
  kindIs: ['Kind', 'any'],
  semver: ['Version'],
  semverCompare: ['Constraint', 'Version'],
  urlParse: ['Url'],
  fromJson: ['Json'],
  mustFromJson: ['Json'],
  round: ['number', 'int'],
  untilStep: ['int', 'int', 'int'],
  seq: ['int', 'int'],
  sub: ['number', 'number'],
  max: ['number', 'number'],
  decryptAES: ['text', 'text'],
};

const lists = /^(must)?(first|rest|last|initial|reverse|uniq|compact|first|rest)$/i;
const texts = /^(quote|squote|cat|toString)$/;

function sortOf(type: GoType): string {
  if (type.name === 'time.Time') return 'time';
  switch (type.kind) {
    case 'string':
      return 'text';
    case 'bool':
      return 'bool';
    case 'int':
      return 'int';
    case 'map':
      return 'map';
    case 'slice':
    case 'array':
      return 'list';
    case 'int64':
    case 'float64':
      return 'number';
    default:
      return 'any';
  }
}

function argumentsOf(name: string, { params = [], variadic }: GoType): readonly string[] {
  const fixed = Object.hasOwn(fitting, name) ? fitting[name] : undefined;
  if (fixed) return fixed;
  if (/^(must)?[rR]egex/.test(name)) return params.map((type, i) => (i === 0 ? 'Pattern' : sortOf(type)));
  return params.flatMap((type, i) => {
    const rest = variadic && i === params.length - 1;
    const sort = sortOf((rest ? type.elem : type) ?? type);
    return rest ? [fittingAny(name, sort), fittingAny(name, sort)] : [fittingAny(name, sort)];
  });
}

/** What a parameter of type `interface {}` most likely takes. */
function fittingAny(name: string, sort: string): string {
  if (sort !== 'any') return sort;
  if (lists.test(name)) return 'list';
  if (texts.test(name)) return 'text';
  return /^(add|div|mod|mul|min|max|biggest|ceil|floor|float64|int|int64|toDecimal)/.test(name) ? 'number' : 'any';
}

/** A grammar's rules for calls of functions, by the sort of their result. */
export function callRules(functions: ReadonlyMap<string, GoFunc>): Readonly<Record<string, readonly string[]>> {
  const rules: Record<string, string[]> = {};
  for (const [name, { type }] of functions) {
    if (unpredictable.test(name)) continue;
    const args = argumentsOf(name, type).map((sort) => `<${sort}>`);
    const result = sortOf(type.results?.[0] ?? type);
    const calls = rules[result === 'int' ? 'number' : result] ?? [];
    rules[result === 'int' ? 'number' : result] = calls;
    calls.push(`(${[name, ...args].join(' ')})`);
    if (args.length > 0) calls.push(`(${args.at(-1)} | ${[name, ...args.slice(0, -1)].join(' ')})`);
  }
  return rules;
}
