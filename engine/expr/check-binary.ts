import { compileRegexp } from '../go/regexp.ts';
import type { BinaryNode } from './ast.ts';
import type { Checker } from './check.ts';
import {
  arrayOf,
  assignable,
  boolNature,
  comparable,
  durationNature,
  elementOf,
  floatNature,
  fromType,
  intNature,
  type Nature,
  nilNature,
  stringNature,
  timeNature,
  unknownNature,
} from './types.ts';

type Test = (nature: Nature) => boolean;

const isBool: Test = (nature) => nature.kind === 'bool';
const isString: Test = (nature) => nature.kind === 'string';
const isInteger: Test = (nature) => nature.isInteger;
const isNumber: Test = (nature) => nature.isNumber;
const isTime: Test = (nature) => nature.is('time.Time');
const isDuration: Test = (nature) => nature.is('time.Duration');

type Rule = (left: Nature, right: Nature) => Nature | undefined;

/** Whether at least one side is unknown and the other could go with it. */
function maybe(left: Nature, right: Nature, ...tests: readonly Test[]): boolean {
  const fits = (nature: Nature) => nature.isUnknown || tests.some((test) => test(nature));
  return (left.isUnknown || right.isUnknown) && fits(left) && fits(right);
}

function both(test: Test, left: Nature, right: Nature): boolean {
  return test(left) && test(right);
}

const number: Rule = (left, right) => (left.isFloat || right.isFloat ? floatNature : intNature);

const equality: Rule = (left, right) => (comparable(left, right) ? boolNature : undefined);

const logic: Rule = (left, right) => (both(isBool, left, right) || maybe(left, right, isBool) ? boolNature : undefined);

const order: Rule = (left, right) => {
  const known = [isNumber, isString, isTime, isDuration].some((test) => both(test, left, right));
  return known || maybe(left, right, isNumber, isString, isTime, isDuration) ? boolNature : undefined;
};

const plus: Rule = (left, right) => {
  if (both(isNumber, left, right)) return number(left, right);
  if (both(isString, left, right)) return stringNature;
  if ((isTime(left) && isDuration(right)) || (isDuration(left) && isTime(right))) return timeNature;
  if (both(isDuration, left, right)) return durationNature;
  return maybe(left, right, isNumber, isString, isTime, isDuration) ? unknownNature : undefined;
};

const minus: Rule = (left, right) => {
  if (both(isNumber, left, right)) return number(left, right);
  if (isTime(left) && isDuration(right)) return timeNature;
  if (both(isTime, left, right) || both(isDuration, left, right)) return durationNature;
  return maybe(left, right, isNumber, isTime, isDuration) ? unknownNature : undefined;
};

const times: Rule = (left, right) => {
  if (both(isNumber, left, right)) return number(left, right);
  const fits: Test = (nature) => isNumber(nature) || isDuration(nature);
  if (both(fits, left, right)) return durationNature;
  return maybe(left, right, fits) ? unknownNature : undefined;
};

const float: Rule = (left, right) =>
  both(isNumber, left, right) || maybe(left, right, isNumber) ? floatNature : undefined;

const modulo: Rule = (left, right) =>
  both(isInteger, left, right) || maybe(left, right, isInteger) ? intNature : undefined;

const text: Rule = (left, right) =>
  both(isString, left, right) || maybe(left, right, isString) ? boolNature : undefined;

const matches: Rule = (left, right) => (left.is('[]uint8') && isString(right) ? boolNature : text(left, right));

const range: Rule = (left, right) =>
  both(isInteger, left, right) || maybe(left, right, isInteger) ? arrayOf(intNature) : undefined;

const coalesce: Rule = (left, right) => {
  if (left.isNil) return right.isNil ? nilNature : right;
  return right.isNil || assignable(right, left) ? left : unknownNature;
};

const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['==', equality],
  ['!=', equality],
  ['or', logic],
  ['||', logic],
  ['and', logic],
  ['&&', logic],
  ['<', order],
  ['>', order],
  ['>=', order],
  ['<=', order],
  ['+', plus],
  ['-', minus],
  ['*', times],
  ['/', float],
  ['**', float],
  ['^', float],
  ['%', modulo],
  ['matches', matches],
  ['contains', text],
  ['startsWith', text],
  ['endsWith', text],
  ['..', range],
  ['??', coalesce],
]);

/** The nature of `left operator right`. @throws {ExprError} */
export function binaryNature(checker: Checker, node: BinaryNode, left: Nature, right: Nature): Nature {
  if (node.operator === 'matches') checkPattern(checker, node);
  const nature =
    node.operator === 'in' ? membership(checker, node, left, right) : rules.get(node.operator)?.(left, right);
  if (nature) return nature;
  throw checker.fail(node, `invalid operation: ${node.operator} (mismatched types ${left} and ${right})`);
}

function checkPattern(checker: Checker, node: BinaryNode): void {
  if (node.right.kind !== 'string') return;
  try {
    compileRegexp(node.right.value);
  } catch (error) {
    throw checker.fail(node, error instanceof Error ? error.message : String(error));
  }
}

function membership(checker: Checker, node: BinaryNode, left: Nature, right: Nature): Nature | undefined {
  if ((isString(left) || left.isUnknown) && right.kind === 'struct') return boolNature;
  if (right.kind === 'map') {
    const key = fromType(right.type?.key);
    if (left.isUnknown || assignable(left, key)) return boolNature;
    throw checker.fail(node, `cannot use ${left} as type ${key} in map key`);
  }
  if (right.isArray) {
    const element = elementOf(right);
    if (comparable(left, element)) return boolNature;
    throw checker.fail(node, `cannot use ${left} as type ${element} in array`);
  }
  return (left.isUnknown && isString(right)) || right.isUnknown ? boolNature : undefined;
}
