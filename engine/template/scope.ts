import type { GoType } from '../go/type.ts';
import type { Exec } from './exec.ts';

interface Variable {
  readonly name: string;
  readonly slot: number;
  /** Its declaration stands in an argument that may not be evaluated. */
  readonly isConditional: boolean;
}

/** What the slot of a variable holds when its declaration was skipped. */
const skipped = Symbol('skipped');

/** Gives a variable a value and, where that hides the dynamic one, a static type. */
export type Setter = (exec: Exec, value: unknown, type: GoType | undefined) => void;

/** Slot of a variable at run time. Fails where Go finds no variable of the name. */
export type SlotOf = (exec: Exec) => number;

/** The variables of one definition while it is compiled: each declaration has a slot of its own. */
export class Scope {
  /** Number of slots. */
  size = 1;
  private readonly visible: Variable[] = [];
  private readonly byName = new Map<string, Variable[]>();
  private conditional: number[] | undefined;

  constructor() {
    this.add({ name: '$', slot: 0, isConditional: false });
  }

  private add(variable: Variable): void {
    this.visible.push(variable);
    const same = this.byName.get(variable.name);
    if (same) same.push(variable);
    else this.byName.set(variable.name, [variable]);
  }

  mark(): number {
    return this.visible.length;
  }

  release(mark: number): void {
    for (const { name } of this.visible.splice(mark)) this.byName.get(name)?.pop();
  }

  /** What compiles `compile`'s arguments, which may not be evaluated, and the slots that it declares. */
  conditionally<T>(compile: () => T): { result: T; slots: readonly number[] } {
    const outer = this.conditional;
    const slots: number[] = [];
    this.conditional = slots;
    const result = compile();
    this.conditional = outer;
    outer?.push(...slots);
    return { result, slots };
  }

  declare(name: string): Setter {
    const slot = this.size++;
    this.add({ name, slot, isConditional: this.conditional !== undefined });
    this.conditional?.push(slot);
    return (exec, value, type) => {
      exec.vars[slot] = value;
      exec.types[slot] = type;
    };
  }

  /** The setter of the innermost variable of the name. */
  assign(name: string): Setter {
    const slotOf = this.find(name);
    return (exec, value, type) => {
      const slot = typeof slotOf === 'number' ? slotOf : slotOf(exec);
      exec.vars[slot] = value;
      exec.types[slot] = type;
    };
  }

  /** Slot of the innermost variable of the name, a number where that is certain. */
  find(name: string): number | SlotOf {
    const candidates: Variable[] = [];
    const same = this.byName.get(name) ?? [];
    for (let i = same.length - 1; i >= 0; i--) {
      const variable = same[i] as Variable;
      if (!variable.isConditional && candidates.length === 0) return variable.slot;
      candidates.push(variable);
      if (!variable.isConditional) break;
    }
    return (exec) => {
      const found = candidates.find(({ slot }) => exec.vars[slot] !== skipped);
      return found ? found.slot : exec.fail(`undefined variable: ${name}`);
    };
  }
}

/** Marks variables as not declared, before the arguments that may declare them. */
export function skip(exec: Exec, slots: readonly number[]): void {
  for (const slot of slots) exec.vars[slot] = skipped;
}
