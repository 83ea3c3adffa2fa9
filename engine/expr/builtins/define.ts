import { type GoType, isFloatKind, isSignedKind, isUnsignedKind, type Kind, parseType } from '../../go/type.ts';

export function types(...signatures: readonly string[]): readonly GoType[] {
  return signatures.map(parseType);
}

/** The kind of an argument, through pointers; `invalid` for a literal nil. */
export function kindOfType(type: GoType | undefined): Kind {
  return type?.kind === 'ptr' ? kindOfType(type.elem) : (type?.kind ?? 'invalid');
}

/** A type as `%s` prints it. */
export function typeName(type: GoType | undefined): string {
  return type?.name ?? '%!s(<nil>)';
}

export function isNumberKind(kind: Kind): boolean {
  return isSignedKind(kind) || (isUnsignedKind(kind) && kind !== 'uintptr') || isFloatKind(kind);
}

export function isListKind(kind: Kind): boolean {
  return kind === 'slice' || kind === 'array';
}

type Validate = (args: readonly (GoType | undefined)[]) => GoType | string;

/** The rule of a function of one argument: of which kinds it may be, what comes out, and what is wrong with others. */
export function oneArgument(
  accepts: (kind: Kind) => boolean,
  result: GoType | ((type: GoType) => GoType),
  reject: string,
): Validate {
  return (args) => {
    const [type] = args;
    if (args.length !== 1) return miscounted('1', args.length);
    const kind = kindOfType(type);
    if (!type || (kind !== 'interface' && !accepts(kind))) return reject.replace('%', typeName(type));
    return typeof result === 'function' ? result(type) : result;
  };
}

export function miscounted(expected: string, got: number): string {
  return `invalid number of arguments (expected ${expected}, got ${got})`;
}
