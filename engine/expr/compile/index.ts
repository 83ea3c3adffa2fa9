import type { Node, VariableNode } from '../ast.ts';
import type { Code } from '../machine.ts';
import { compileCall, compileChain, compileMember, compileSlice } from './access.ts';
import { compileBinary, compileUnary } from './binary.ts';
import { compileBuiltin } from './builtin.ts';
import { compileArray, compileConditional, compileMap, compileSequence, compileTotal } from './compound.ts';
import { compileLiteral } from './literal.ts';
import { compileIdentifier, compilePointer } from './names.ts';
import { type Operands, operandsOf } from './operands.ts';

/** What an expression's tree does, as closures. */
export function compileTree(tree: Node): Code {
  return new Compiler().compile(tree);
}

/** Where names and pointers are found while closures are made. */
export class Compiler {
  /** Nesting of the loop whose element `#` is; -1 outside of loops. */
  level = -1;
  /**
   * How many nodes so far leave values on the stack of Go's VM below their result: findLast and findLastIndex a bool for each
   * element they test, a skipped method call its arguments. An operation whose later operand does that takes such a value
   * for its earlier operand, so `1 + findLast(…)` fails in Go. Operations compiled over such operands use `Machine.stack`.
   */
  leaks = 0;
  private readonly variables: { readonly name: string; readonly slot: number }[] = [];
  private slots = 0;

  compile(node: Node): Code {
    switch (node.kind) {
      case 'identifier':
        return compileIdentifier(this, node);
      case 'unary':
        return compileUnary(this, node);
      case 'binary':
        return compileBinary(this, node);
      case 'member':
        return compileMember(this, node);
      case 'chain':
        return compileChain(this, node);
      case 'slice':
        return compileSlice(this, node);
      case 'call':
        return compileCall(this, node);
      case 'builtin':
        return compileBuiltin(this, node);
      case 'predicate':
        return this.compile(node.node);
      case 'pointer':
        return compilePointer(this.level, node);
      default:
        return this.compileCompound(node);
    }
  }

  private compileCompound(node: Node): Code {
    switch (node.kind) {
      case 'variable':
        return this.compileVariable(node);
      case 'sequence':
        return compileSequence(this, node);
      case 'conditional':
        return compileConditional(this, node);
      case 'array':
        return compileArray(this, node);
      case 'map':
        return compileMap(this, node);
      case 'total':
        return compileTotal(this, node);
      default:
        return compileLiteral(node);
    }
  }

  compileAll(nodes: readonly Node[]): Code[] {
    return nodes.map((node) => this.compile(node));
  }

  /** The code of an operation's operands, which gives their values as Go's stack would hold them. */
  operands(nodes: readonly Node[], from: number): Operands {
    const codes: Code[] = [];
    let mark = this.leaks;
    for (const [i, node] of nodes.entries()) {
      codes.push(this.compile(node));
      if (i === 0) mark = this.leaks;
    }
    return operandsOf(codes, this.leaks !== mark, from);
  }

  /** The code of a loop's parts, one level deeper. */
  inLoop<T>(make: (level: number) => T): T {
    this.level++;
    const made = make(this.level);
    this.level--;
    return made;
  }

  /** The slot of a `let` variable in scope. */
  slotOf(name: string): number | undefined {
    return this.variables.findLast((variable) => variable.name === name)?.slot;
  }

  private compileVariable(node: VariableNode): Code {
    const value = this.compile(node.value);
    const slot = this.slots++;
    this.variables.push({ name: node.name, slot });
    const body = this.compile(node.body);
    this.variables.pop();
    return (m) => {
      m.variables[slot] = value(m);
      return body(m);
    };
  }
}
