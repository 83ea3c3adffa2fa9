import { anyType, type GoType, isFloatKind, isSignedKind, isUnsignedKind } from '../go/type.ts';
import { float64, GoComplex, int, sized } from '../go/value.ts';
import { canBeNil, convert, converterTo, integer, nilOf, valueType } from './convert.ts';
import type { Eval, Exec } from './exec.ts';
import { type Constant, type NilNode, type NumberNode, nodeString } from './node.ts';

/** An argument of a call. Its value depends on the parameter's type, which for a method only the execution knows. */
export interface Argument {
  compile(type: GoType): Eval;
  evaluate(exec: Exec, dot: unknown, type: GoType): unknown;
}

/** An argument that is not a constant. `node` is the name of a function without arguments, or dot: nothing evaluated. */
export function valueArgument(value: Eval): Argument {
  return {
    compile(type) {
      const convertTo = converterTo(type);
      if (type === valueType) return value;
      return (exec, dot) => convertTo(exec, value(exec, dot));
    },
    evaluate: (exec, dot, type) => convert(exec, value(exec, dot), type),
  };
}

/** The literal `nil`. */
export function nilArgument(node: NilNode): Argument {
  const argument: Argument = {
    compile: (type) => (exec) => {
      exec.node = node;
      return canBeNil(type) ? nilOf(type) : exec.fail(`cannot assign nil to ${type.name}`);
    },
    evaluate: (exec, dot, type) => argument.compile(type)(exec, dot),
  };
  return argument;
}

/** A literal: an ideal constant that takes the parameter's type. */
export function constantArgument(node: Constant): Argument {
  const argument: Argument = {
    compile(type) {
      const made = constantOf(node, type);
      if ('problem' in made) {
        return (exec) => {
          exec.node = node;
          return exec.fail(made.problem);
        };
      }
      const { value } = made;
      return (exec) => {
        exec.node = node;
        return value;
      };
    },
    evaluate: (exec, dot, type) => argument.compile(type)(exec, dot),
  };
  return argument;
}

type Made = { readonly value: unknown } | { readonly problem: string };

function constantOf(node: Constant, type: GoType): Made {
  if (type === valueType || type === anyType) return idealConstant(node);
  if (type.kind === 'bool') return node.kind === 'bool' ? { value: node.value } : expected('bool', node);
  if (type.kind === 'string') return node.kind === 'string' ? { value: node.text } : expected('string', node);
  if (isSignedKind(type.kind)) return integerOf(node, type, 'integer');
  if (isUnsignedKind(type.kind)) return integerOf(node, type, 'unsigned integer');
  if (isFloatKind(type.kind)) return floatOf(node, type);
  if (type.kind === 'complex128' || type.kind === 'complex64') return complexOf(node);
  return { problem: `can't handle ${nodeString(node)} for arg of type ${type.name}` };
}

function expected(what: string, node: Constant): Made {
  return { problem: `expected ${what}; found ${nodeString(node)}` };
}

function integerOf(node: Constant, type: GoType, what: 'integer' | 'unsigned integer'): Made {
  if (node.kind !== 'number') return expected(what, node);
  const value = what === 'integer' ? node.value.int : node.value.uint;
  return value === undefined ? expected(what, node) : { value: integer(value, type) };
}

function floatOf(node: Constant, type: GoType): Made {
  if (node.kind !== 'number' || node.value.float === undefined) return expected('float', node);
  const { float } = node.value;
  return { value: type.name === 'float64' ? float64(float) : sized(type, float) };
}

function complexOf(node: Constant): Made {
  if (node.kind !== 'number' || node.value.complex === undefined) return expected('complex', node);
  return { value: new GoComplex(node.value.complex.re, node.value.complex.im) };
}

/** The value of a literal where the syntax alone decides the type: int, float64, complex128, string or bool. */
export function idealConstant(node: Constant): Made {
  if (node.kind === 'number') return idealNumber(node);
  return { value: node.kind === 'string' ? node.text : node.value };
}

function idealNumber({ text, value: { int: integral, float, complex } }: NumberNode): Made {
  if (complex) return { value: new GoComplex(complex.re, complex.im) };
  const isHexInt = /^0[xX]/.test(text) && text.length > 2 && !/[pP]/.test(text);
  if (float !== undefined && !isHexInt && !text.startsWith("'") && /[.eEpP]/.test(text)) {
    return { value: float64(float) };
  }
  return integral === undefined ? { problem: `${text} overflows int` } : { value: int(integral) };
}
