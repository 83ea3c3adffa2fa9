import { GoError, panic } from '../go/error.ts';
import { LimitError, type Run } from '../go/run.ts';
import { truth } from '../go/truth.ts';
import { anyType, type GoType, isNilable } from '../go/type.ts';
import { GoNil, GoObject, isPlainMap, kindOf, newMap, typeOf } from '../go/value.ts';
import type { AnyMap } from './map.ts';
import { type MapView, viewOf } from './map-view.ts';

/**
 * `target` with the entries of `sources` merged into it in place (mergo 1.0.2 Merge and MergeWithOverwrite): an entry is
 * taken where the target has none or an empty one, and always with `overwrite`; maps on both sides are merged; maps of
 * the sources are shared, not copied. A nil target is replaced by a new map.
 * @throws {GoError} `src and dst must be of same type` for a pointer merged with another type
 * @throws {GoError} the panics of reflection for typed maps that cannot hold an entry
 */
export function merge(run: Run, target: AnyMap, sources: readonly AnyMap[], overwrite: boolean): AnyMap {
  let merged = target;
  for (const source of sources) {
    if (!isPlainMap(source)) continue;
    if (!isPlainMap(merged)) merged = newMap();
    new Merge(run, overwrite).maps(viewOf(merged) as MapView, viewOf(source) as MapView, 0);
  }
  return merged;
}

class Merge {
  private readonly run: Run;
  private readonly overwrite: boolean;

  constructor(run: Run, overwrite: boolean) {
    this.run = run;
    this.overwrite = overwrite;
  }

  maps(target: MapView, source: MapView, depth: number): void {
    if (depth > this.run.limits.depth) throw new LimitError('depth', this.run.limits.depth);
    for (const [key, value] of source.entries()) {
      this.run.allocate(1);
      if (isNilElement(value, source.elem)) {
        if (this.overwrite) target.set(key, value, source.elem);
      } else {
        this.entry(target, key, value, { elem: source.elem, depth });
      }
    }
  }

  private entry(target: MapView, key: unknown, value: unknown, source: { elem: GoType; depth: number }): void {
    const old = target.get(key);
    const kind = kindOf(value);
    if (kind === 'slice') this.slice(target, key, value);
    else if (kind === 'map' || kind === 'struct' || kind === 'ptr') this.nested(old, value, source.depth + 1);
    if (truth(old) && (kind === 'slice' || (kind === 'map' && kindOf(old) === 'map'))) return;
    if (this.overwrite || !truth(old)) target.set(key, value, source.elem);
  }

  private slice(target: MapView, key: unknown, value: unknown): void {
    const old = target.get(key);
    if (old !== undefined && !isNilable(target.elem.kind)) {
      throw panic(`reflect: call of reflect.Value.IsNil on ${target.elem.kind} Value`);
    }
    if (this.overwrite || old === undefined || old === null) target.set(key, value, typeOf(value) ?? anyType);
  }

  /** Merges into a value that is itself no entry to be set: only maps change, all else can only fail. */
  private nested(target: unknown, source: unknown, depth: number): void {
    switch (kindOf(target)) {
      case 'map':
        this.nestedMaps(target, source, depth);
        return;
      case 'struct':
        if (kindOf(source) !== 'struct' && target instanceof GoObject && target.fields().length > 0) {
          throw panic(`reflect: call of reflect.Value.Field on ${kindOf(source)} Value`);
        }
        return;
      case 'ptr':
        this.pointer(target, source);
    }
  }

  private nestedMaps(target: unknown, source: unknown, depth: number): void {
    if (target instanceof GoNil && kindOf(source) === 'struct') {
      throw panic('reflect: call of reflect.Value.IsNil on struct Value');
    }
    const into = viewOf(target);
    const from = viewOf(source);
    if (into && from) this.maps(into, from, depth);
  }

  private pointer(target: unknown, source: unknown): void {
    if (this.overwrite || target instanceof GoNil || source instanceof GoNil || kindOf(source) === 'ptr') return;
    if (typeOf(target)?.elem !== typeOf(source)) throw new GoError('src and dst must be of same type');
  }
}

/** Whether reflection takes a map's element for nil; a typed nil in an interface is none. */
function isNilElement(value: unknown, elem: GoType): boolean {
  if (value === null) return true;
  return value instanceof GoNil && elem.kind !== 'interface' && elem.kind !== 'ptr';
}
