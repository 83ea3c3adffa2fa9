import { parseType } from '../go/type.ts';
import type {
  ArrayNode,
  BuiltinNode,
  CallNode,
  ConditionalNode,
  IdentifierNode,
  MemberNode,
  Node,
  PointerNode,
  PredicateNode,
  SliceNode,
  UnaryNode,
  VariableNode,
} from './ast.ts';
import { builtinOf, builtinType } from './builtins/index.ts';
import { binaryNature } from './check-binary.ts';
import { checkBuiltin } from './check-builtin.ts';
import { checkArguments, checkFunction, Mismatch } from './check-call.ts';
import { type ExprError, errorAt } from './errors.ts';
import { methodNature } from './static-method.ts';
import {
  arrayNature,
  arrayOf,
  assignable,
  boolNature,
  bytesNature,
  deref,
  elementOf,
  floatNature,
  fromType,
  intNature,
  mapNature,
  Nature,
  nilNature,
  stringNature,
  unknownNature,
} from './types.ts';

/** Depth of the syntax tree; deeper ones would exhaust the stack of JavaScript. */
const maxDepth = 600;
/** Visits of nodes: overloads and chained comparisons visit a node several times. */
const maxVisits = 300_000;

interface Variable {
  readonly name: string;
  readonly nature: Nature;
}

interface PredicateScope {
  readonly collection: Nature;
  readonly variables: readonly Variable[];
}

/** Sets the nature of every node that can be known. Answers to checker.Check without an environment. @throws {ExprError} */
export function check(root: Node, source: string): void {
  new Checker(source).visit(root);
}

export class Checker {
  private readonly source: string;
  private readonly scopes: PredicateScope[] = [];
  private readonly variables: Variable[] = [];
  private depth = 0;
  private visits = 0;

  constructor(source: string) {
    this.source = source;
  }

  fail(node: Node, text: string): ExprError {
    return errorAt('check', this.source, node.from, text);
  }

  /** The nature of a node, which it also notes on the node. */
  visit(node: Node): Nature {
    if (++this.depth > maxDepth || ++this.visits > maxVisits) {
      throw errorAt('limit', this.source, node.from, 'expression is nested too deeply');
    }
    const nature = this.natureOf(node);
    this.depth--;
    node.nature = nature;
    return nature;
  }

  /** The nature of a predicate's body, with `#` an element of `collection`. */
  visitPredicate(predicate: Node, collection: Nature, variables: readonly Variable[] = []): Nature {
    this.scopes.push({ collection, variables });
    this.visit(predicate);
    this.scopes.pop();
    return predicate.kind === 'predicate' ? predicate.node.nature : unknownNature;
  }

  private natureOf(node: Node): Nature {
    switch (node.kind) {
      case 'nil':
        return nilNature;
      case 'identifier':
        return this.identifier(node);
      case 'integer':
        return intNature;
      case 'float':
        return floatNature;
      case 'bool':
        return boolNature;
      case 'string':
        return stringNature;
      case 'bytes':
        return bytesNature;
      case 'unary':
        return this.unary(node);
      case 'binary':
        return binaryNature(this, node, deref(this.visit(node.left)), deref(this.visit(node.right)));
      case 'chain':
        return this.visit(node.node);
      case 'member':
        return this.member(node);
      case 'slice':
        return this.slice(node);
      case 'call':
        return this.call(node);
      default:
        return this.compound(node);
    }
  }

  private compound(node: Node): Nature {
    switch (node.kind) {
      case 'builtin':
        return this.builtin(node);
      case 'predicate':
        return this.predicate(node);
      case 'pointer':
        return this.pointer(node);
      case 'variable':
        return this.variable(node);
      case 'sequence':
        return node.nodes.reduce((_last, item) => this.visit(item), unknownNature);
      case 'conditional':
        return this.conditional(node);
      case 'array':
        return this.array(node);
      case 'map':
        for (const pair of node.pairs) this.visit(pair);
        return mapNature;
      case 'pair':
        this.visit(node.key);
        this.visit(node.value);
        return nilNature;
      default:
        return node.nature;
    }
  }

  private identifier({ value }: IdentifierNode): Nature {
    const variable = this.variables.findLast(({ name }) => name === value);
    if (variable) return variable.nature;
    const builtin = builtinOf(value);
    return builtin ? new Nature(builtinType(builtin), { builtin }) : unknownNature;
  }

  private unary(node: UnaryNode): Nature {
    const nature = deref(this.visit(node.node));
    if (node.operator === '!' || node.operator === 'not') {
      if (nature.is('bool') || nature.isUnknown) return boolNature;
    } else {
      if (nature.isNumber) return nature;
      if (nature.isUnknown) return unknownNature;
    }
    throw this.fail(node, `invalid operation: ${node.operator} (mismatched type ${nature})`);
  }

  private member(node: MemberNode): Nature {
    if (node.node.kind === 'identifier' && node.node.value === '$env') return unknownNature;
    const base = this.visit(node.node);
    const property = this.visit(node.property);
    if (base.isUnknown) return unknownNature;
    if (node.property.kind === 'string') {
      if (base.isNil) throw this.fail(node, `type nil has no field ${node.property.value}`);
      const method = methodNature(base, node.property.value);
      if (method) return method;
    }
    return this.elementOrField(node, deref(base), property);
  }

  private elementOrField(node: MemberNode, base: Nature, property: Nature): Nature {
    if (base.kind === 'map') {
      const key = fromType(base.type?.key);
      if (!assignable(property, key) && !assignable(deref(property), key) && !property.isUnknown) {
        throw this.fail(node.property, `cannot use ${property} to get an element from ${base}`);
      }
      return elementOf(base);
    }
    if (base.isArray) {
      const index = deref(property);
      if (index.isInteger || index.isUnknown) return elementOf(base);
      throw this.fail(node.property, `array elements can only be selected using an integer (got ${index})`);
    }
    if (node.property.kind !== 'string') throw this.fail(node, `type ${base}[${property}] is undefined`);
    throw this.fail(node, `type ${base} has no ${node.method ? 'method' : 'field'} ${node.property.value}`);
  }

  private slice(node: SliceNode): Nature {
    const nature = this.visit(node.node);
    if (nature.isUnknown) return unknownNature;
    if (nature.kind !== 'string' && !nature.isArray) throw this.fail(node, `cannot slice ${nature}`);
    for (const bound of [node.low, node.high]) {
      if (!bound) continue;
      const index = deref(this.visit(bound));
      if (!index.isInteger && !index.isUnknown) throw this.fail(bound, `non-integer slice index ${index}`);
    }
    return nature;
  }

  private call(node: CallNode): Nature {
    if (node.nature.type && node.nature.type.name !== 'interface {}') return node.nature;
    const { callee } = node;
    if (callee.kind === 'identifier' && callee.value === '$env') throw this.fail(node, 'unknown is not callable');
    const nature = this.visit(callee);
    if (nature.isUnknown) return unknownNature;
    if (nature.builtin) return checkFunction(this, nature.builtin, node, node.args);
    const name = calleeName(callee);
    if (nature.isNil) throw this.fail(node, `${name} is nil; cannot call nil as function`);
    if (nature.kind !== 'func') throw this.fail(node, `${nature} is not callable`);
    const result = checkArguments(this, { name, nature, node, args: node.args });
    if (result instanceof Mismatch) throw this.fail(result.node, result.text);
    return result;
  }

  private builtin(node: BuiltinNode): Nature {
    return checkBuiltin(this, node);
  }

  private predicate(node: PredicateNode): Nature {
    const body = this.visit(node.node);
    const result = body.isNil ? '' : ` ${body.isUnknown ? 'interface {}' : body}`;
    return fromType(parseType(`func(interface {})${result}`));
  }

  private pointer(node: PointerNode): Nature {
    const scope = this.scopes.at(-1);
    if (!scope) throw this.fail(node, 'cannot use pointer accessor outside predicate');
    if (node.name === '') return scope.collection.isUnknown ? unknownNature : elementOf(scope.collection);
    const variable = scope.variables.find(({ name }) => name === node.name);
    if (!variable) throw this.fail(node, `unknown pointer #${node.name}`);
    return variable.nature;
  }

  private variable(node: VariableNode): Nature {
    const { name } = node;
    if (builtinOf(name)) throw this.fail(node, `cannot redeclare builtin ${name}`);
    if (this.variables.some((other) => other.name === name)) throw this.fail(node, `cannot redeclare variable ${name}`);
    const nature = this.visit(node.value);
    this.variables.push({ name, nature });
    const body = this.visit(node.body);
    this.variables.pop();
    return body;
  }

  private conditional(node: ConditionalNode): Nature {
    const condition = deref(this.visit(node.condition));
    if (!condition.is('bool') && !condition.isUnknown) {
      throw this.fail(node.condition, `non-bool expression (type ${condition}) used as condition`);
    }
    const then = this.visit(node.whenTrue);
    const otherwise = this.visit(node.whenFalse);
    if (then.isNil) return otherwise;
    if (otherwise.isNil) return then;
    if (!assignable(then, otherwise)) return unknownNature;
    if (then.isArray && otherwise.isArray) {
      const [a, b] = [elementOf(then), elementOf(otherwise)];
      if (!assignable(a, b) || !assignable(b, a)) return arrayNature;
    }
    return then;
  }

  private array(node: ArrayNode): Nature {
    let previous = unknownNature;
    let isUniform = true;
    for (const [i, item] of node.nodes.entries()) {
      const nature = this.visit(item);
      if (i > 0 && nature.kind !== previous.kind) isUniform = false;
      previous = nature;
    }
    return isUniform ? arrayOf(previous) : arrayNature;
  }
}

function calleeName(callee: Node): string {
  if (callee.kind === 'identifier') return callee.value;
  return callee.kind === 'member' && callee.property.kind === 'string' ? callee.property.value : 'function';
}
