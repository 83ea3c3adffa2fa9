import { LimitError, Run } from './run.ts';
import { GoComplex, GoFunc, GoMap, GoNil, GoNum, GoObject, GoSlice, isPlainMap, typeOf } from './value.ts';

const maxDepth = 500;
/** Steps that a pair of values counts as. */
const visit = 4;

/**
 * Whether two values are deeply equal as reflect.DeepEqual has it: same types throughout, NaN unequal to itself, a nil
 * slice unequal to an empty one, funcs unequal unless nil. Missing and nil are equal. `run` is the evaluation whose
 * budget it spends; without one, it has its own.
 * @throws {LimitError} beyond 500 levels, and beyond the budget of the evaluation
 */
export function deepEqual(a: unknown, b: unknown, run?: Run): boolean {
  const [x, y] = [a ?? null, b ?? null];
  if (typeof x === 'string') run?.scan(x.length);
  if (typeof x !== 'object' || typeof y !== 'object') return equalScalars(x, y);
  return new Comparison(run ?? new Run()).equal(x, y, 0);
}

/** One comparison of two values and all that they hold. */
class Comparison {
  private readonly run: Run;

  constructor(run: Run) {
    this.run = run;
  }

  equal(a: unknown, b: unknown, depth: number): boolean {
    this.run.step(visit);
    if (typeof a === 'string') this.run.scan(a.length);
    if (typeof a !== 'object' || typeof b !== 'object') return equalScalars(a, b);
    if (a === null || b === null) return a === b;
    if (a === b) return !(a instanceof GoFunc) && !isNaNObject(a);
    if (depth > maxDepth) throw new LimitError('depth', maxDepth);
    if (typeOf(a) !== typeOf(b)) return false;
    return this.objects(a, b, depth + 1);
  }

  private objects(a: object, b: object, depth: number): boolean {
    if (Array.isArray(a)) return this.items(a, b as unknown[], depth);
    if (a instanceof GoNum) return a.value === (b as GoNum).value;
    if (a instanceof GoSlice) return b instanceof GoSlice && this.items(a.items, b.items, depth);
    if (a instanceof GoMap) return b instanceof GoMap && this.maps(a, b, depth);
    if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0;
    if (a instanceof GoComplex) return a.re === (b as GoComplex).re && a.im === (b as GoComplex).im;
    if (a instanceof GoNil) return b instanceof GoNil;
    if (a instanceof GoFunc) return false;
    if (a instanceof GoObject) return b instanceof GoObject && this.structs(a, b, depth);
    return isPlainMap(a) && isPlainMap(b) && this.plainMaps(a, b, depth);
  }

  private items(a: readonly unknown[], b: readonly unknown[], depth: number): boolean {
    return a.length === b.length && a.every((item, i) => this.equal(item, b[i], depth));
  }

  private maps(a: GoMap, b: GoMap, depth: number): boolean {
    if (a.size !== b.size) return false;
    for (const [key, value] of a.entries()) if (!b.has(key) || !this.equal(value, b.get(key), depth)) return false;
    return true;
  }

  private plainMaps(a: Record<string, unknown>, b: Record<string, unknown>, depth: number): boolean {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && this.equal(a[key], b[key], depth))
    );
  }

  private structs(a: GoObject, b: GoObject, depth: number): boolean {
    if (a.deeplyEquals(b)) return true;
    const fields = a.fields();
    if (fields.length === 0) return false;
    const others = b.fields();
    return fields.length === others.length && fields.every(([, value], i) => this.equal(value, others[i]?.[1], depth));
  }
}

function equalScalars(a: unknown, b: unknown): boolean {
  return a === b && typeOf(a) === typeOf(b);
}

function isNaNObject(a: object): boolean {
  return (a instanceof GoNum && Number.isNaN(a.value)) || (a instanceof GoComplex && Number.isNaN(a.re + a.im));
}
