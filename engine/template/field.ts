import { methodOf } from '../go/methods.ts';
import { anyType, type GoType } from '../go/type.ts';
import { GoMap, GoNil, GoObject, inheritedNames, isPlainMap, typeOf } from '../go/value.ts';
import type { Argument } from './argument.ts';
import { callMethod } from './call.ts';
import type { Exec } from './exec.ts';
import type { Node } from './node.ts';

/** A chain of fields in the source, and at run time the arguments of its last name. */
export interface FieldSite {
  readonly node: Node;
  readonly args: readonly Argument[];
  readonly piped: boolean;
  readonly dot: unknown;
  readonly final: unknown;
}

/** The site of a chain without arguments. */
export function plainSite(node: Node): FieldSite {
  return { node, args: [], piped: false, dot: undefined, final: undefined };
}

/** Static type of what a container declares as `type`: only interfaces hide the dynamic type. */
export function staticOf(type: GoType | undefined): GoType | undefined {
  return type?.kind === 'interface' ? type : undefined;
}

/**
 * What `receiver.name` gives, as Go's `evalField`. `type` is the receiver's static type where that is an interface;
 * the result's is left in `exec.static`.
 */
function field(exec: Exec, receiver: unknown, type: GoType | undefined, name: string, site: FieldSite): unknown {
  exec.static = undefined;
  if (receiver === undefined) return undefined;
  if (receiver === null) return exec.fail(`nil pointer evaluating ${(type ?? anyType).name}.${name}`);
  const method = methodOf(receiver, name);
  if (method) {
    const { node, args, piped, dot, final } = site;
    const result = callMethod(exec, dot, method, { name, node, args, piped }, final);
    exec.static = staticOf(method.type.results?.[0]);
    return result;
  }
  const hasArgs = site.piped || site.args.length > 0;
  if (receiver instanceof GoObject) return structField(exec, receiver, type, name, hasArgs);
  return mapEntry(exec, receiver, type, name, hasArgs);
}

/** The fields that structs within a template's reach have but do not export. */
const unexported: Readonly<Record<string, readonly string[]>> = {
  'time.Time': ['wall', 'ext', 'loc'],
  'time.Location': ['name', 'zone', 'tx', 'extend', 'cacheStart', 'cacheEnd', 'cacheZone'],
  'semver.Version': ['major', 'minor', 'patch', 'pre', 'metadata', 'original'],
};

function structField(
  exec: Exec,
  receiver: GoObject,
  type: GoType | undefined,
  name: string,
  hasArgs: boolean,
): unknown {
  const value = receiver.field(name);
  if (value === undefined) {
    const typeName = (type ?? receiver.type).name;
    if (unexported[receiver.type.name.replace('*', '')]?.includes(name)) {
      exec.fail(`${name} is an unexported field of struct type ${typeName}`);
    }
    exec.fail(`can't evaluate field ${name} in type ${typeName}`);
  }
  if (hasArgs) exec.fail(`${name} has arguments but cannot be invoked as function`);
  exec.static = staticOf(receiver.fieldType(name));
  return value;
}

function mapEntry(exec: Exec, receiver: unknown, type: GoType | undefined, name: string, hasArgs: boolean): unknown {
  const own = typeOf(receiver) as GoType;
  if (own.kind === 'ptr') exec.fail(`nil pointer evaluating ${(type ?? own).name}.${name}`);
  if (own.kind !== 'map' || (own.key?.name !== 'string' && own.key !== anyType)) {
    exec.fail(`can't evaluate field ${name} in type ${(type ?? own).name}`);
  }
  if (hasArgs) exec.fail(`${name} is not a method but has arguments`);
  exec.static = staticOf(own.elem);
  if (receiver instanceof GoMap) return receiver.get(name);
  return receiver instanceof GoNil ? undefined : entry(receiver as Record<string, unknown>, name);
}

function entry(map: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

/** As `entry`, for a name that no object has by inheritance. */
function plainEntry(map: Record<string, unknown>, name: string): unknown {
  return map[name];
}

/** What `receiver.names` gives, name by name. Leaves the result's static type in `exec.static`. */
export function fieldChain(
  exec: Exec,
  receiver: unknown,
  type: GoType | undefined,
  names: readonly string[],
  site: FieldSite,
): unknown {
  const inner = names.length > 1 ? plainSite(site.node) : site;
  const last = names.length - 1;
  let value = receiver;
  exec.static = type;
  for (let i = 0; i < last; i++) value = field(exec, value, exec.static, names[i] as string, inner);
  return field(exec, value, exec.static, names[last] as string, site);
}

/** What gives a chain's result for its receiver, whose static type `exec.static` holds. */
export type Access = (exec: Exec, receiver: unknown, type: GoType | undefined) => unknown;

/**
 * The access to a chain of fields without arguments. Steps over maps as JSON decodes them are taken at once; what
 * needs more (methods, structs, errors) goes through `fieldChain`.
 */
export function compileFields(node: Node, names: readonly string[]): Access {
  const site = plainSite(node);
  const read = names.some((name) => inheritedNames.has(name)) ? entry : plainEntry;
  const [first, second, third] = names as [string, string?, string?];
  if (second === undefined) {
    return (exec, receiver, type) =>
      isPlainMap(receiver) ? read(receiver, first) : field(exec, receiver, type, first, site);
  }
  if (third === undefined) {
    return (exec, receiver, type) => {
      if (!isPlainMap(receiver)) return fieldChain(exec, receiver, type, names, site);
      const inner = read(receiver, first);
      return isPlainMap(inner) ? read(inner, second) : field(exec, inner, anyType, second, site);
    };
  }
  return (exec, receiver, type) => {
    let value = receiver;
    for (let i = 0; i < names.length; i++) {
      if (!isPlainMap(value)) return fieldChain(exec, value, i === 0 ? type : anyType, names.slice(i), site);
      value = read(value, names[i] as string);
    }
    return value;
  };
}
