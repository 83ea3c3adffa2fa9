import { anyType, parseType } from '../go/type.ts';
import type { BuiltinNode, Node } from './ast.ts';
import { builtinOf } from './builtins/index.ts';
import type { Checker } from './check.ts';
import { checkFunction } from './check-call.ts';
import {
  arrayNature,
  arrayOf,
  assignable,
  boolNature,
  deref,
  elementOf,
  fromType,
  intNature,
  type Nature,
  unknownNature,
} from './types.ts';

/** The nature of a builtin's result. Answers to checker.builtinNode. @throws {ExprError} */
export function checkBuiltin(checker: Checker, node: BuiltinNode): Nature {
  if (builtinOf(node.name)?.predicate) return checkLoop(checker, node);
  return node.name === 'get' ? checkGet(checker, node) : checkCall(checker, node);
}

function checkCall(checker: Checker, node: BuiltinNode): Nature {
  const builtin = builtinOf(node.name);
  if (!builtin) throw checker.fail(node, `unknown builtin ${node.name}`);
  return checkFunction(checker, builtin, node, node.args);
}

function checkLoop(checker: Checker, node: BuiltinNode): Nature {
  const [list, predicate, extra] = node.args as [Node, Node?, Node?];
  const collection = deref(checker.visit(list));
  if (!collection.isArray && !collection.isUnknown) {
    throw checker.fail(list, `builtin ${node.name} takes only array (got ${collection})`);
  }
  if (!predicate) return node.name === 'count' ? intNature : elementOf(collection);
  const body = checker.visitPredicate(predicate, collection, pointersOf(node.name));
  if (extra) checkExtra(checker, node.name, extra);
  if (body.isNil) return withoutResult(checker, node, predicate);
  return loopResult(checker, { name: node.name, collection, predicate, body });
}

function pointersOf(name: string): readonly { readonly name: string; readonly nature: Nature }[] {
  const index = { name: 'index', nature: intNature };
  if (name === 'map') return [index];
  return name === 'reduce' ? [index, { name: 'acc', nature: unknownNature }] : [];
}

function checkExtra(checker: Checker, name: string, extra: Node): void {
  const nature = checker.visit(extra);
  if (name === 'sortBy' && nature.kind !== 'string' && !nature.isUnknown) {
    throw checker.fail(extra, `sortBy order argument must be a string (got ${nature})`);
  }
}

/** A predicate that is nil has no result: `sum` then tries its plain signature, the others say so. */
function withoutResult(checker: Checker, node: BuiltinNode, predicate: Node): Nature {
  if (node.name === 'sum') return checkCall(checker, node);
  const inputs = node.name === 'reduce' ? 'two input' : 'one input';
  throw checker.fail(predicate, `predicate should has ${inputs} and one output param`);
}

interface Loop {
  readonly name: string;
  readonly collection: Nature;
  readonly predicate: Node;
  readonly body: Nature;
}

const anyNature = fromType(anyType);
const groupsType = parseType('map[interface {}][]interface {}');

function loopResult(checker: Checker, loop: Loop): Nature {
  const { name, collection, body } = loop;
  switch (name) {
    case 'map':
      return arrayOf(body);
    case 'sum':
      return body.isUnknown ? anyNature : fromType(body.type);
    case 'groupBy':
      return fromType(groupsType);
    case 'sortBy':
      return collection;
    case 'reduce':
      return body;
    default:
      if (body.kind !== 'bool' && !body.isUnknown) {
        throw checker.fail(loop.predicate, `predicate should return boolean (got ${body})`);
      }
      return testResult(name, collection);
  }
}

function testResult(name: string, collection: Nature): Nature {
  if (name === 'filter') return collection.isUnknown ? arrayNature : arrayOf(elementOf(collection));
  if (name === 'find' || name === 'findLast') return elementOf(collection);
  return name === 'count' || name === 'findIndex' || name === 'findLastIndex' ? intNature : boolNature;
}

function checkGet(checker: Checker, node: BuiltinNode): Nature {
  if (node.args.length !== 2) {
    throw checker.fail(node, `invalid number of arguments (expected 2, got ${node.args.length})`);
  }
  const [from, key] = node.args as [Node, Node];
  const base = checker.visit(from);
  const property = deref(checker.visit(key));
  if (base.isUnknown) return unknownNature;
  if (base.isArray) {
    if (property.isInteger || property.isUnknown) return elementOf(base);
    throw checker.fail(key, `non-integer slice index ${property}`);
  }
  if (base.kind === 'map') {
    if (property.isUnknown || assignable(property, fromType(base.type?.key))) return elementOf(base);
    throw checker.fail(key, `cannot use ${property} to get an element from ${base}`);
  }
  throw checker.fail(from, `type ${base} does not support indexing`);
}
