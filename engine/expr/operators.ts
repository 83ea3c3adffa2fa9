interface Precedence {
  readonly precedence: number;
  readonly right?: true;
}

/** Binary operators by precedence; a higher one binds tighter. */
export const binaryOperators: ReadonlyMap<string, Precedence> = new Map<string, Precedence>([
  ['|', { precedence: 0 }],
  ['or', { precedence: 10 }],
  ['||', { precedence: 10 }],
  ['and', { precedence: 15 }],
  ['&&', { precedence: 15 }],
  ['==', { precedence: 20 }],
  ['!=', { precedence: 20 }],
  ['<', { precedence: 20 }],
  ['>', { precedence: 20 }],
  ['>=', { precedence: 20 }],
  ['<=', { precedence: 20 }],
  ['in', { precedence: 20 }],
  ['matches', { precedence: 20 }],
  ['contains', { precedence: 20 }],
  ['startsWith', { precedence: 20 }],
  ['endsWith', { precedence: 20 }],
  ['..', { precedence: 25 }],
  ['+', { precedence: 30 }],
  ['-', { precedence: 30 }],
  ['*', { precedence: 60 }],
  ['/', { precedence: 60 }],
  ['%', { precedence: 60 }],
  ['**', { precedence: 100, right: true }],
  ['^', { precedence: 100, right: true }],
  ['??', { precedence: 500 }],
]);

export const unaryOperators: ReadonlyMap<string, number> = new Map([
  ['not', 50],
  ['!', 50],
  ['-', 90],
  ['+', 90],
]);

export function isBoolean(operator: string): boolean {
  return operator === 'and' || operator === 'or' || operator === '&&' || operator === '||';
}

export function isComparison(operator: string): boolean {
  return operator === '<' || operator === '>' || operator === '>=' || operator === '<=';
}

/** Whether `not` may stand before the operator, as in `x not in y`. */
export function isNegatable(operator: string): boolean {
  return (
    operator === 'in' ||
    operator === 'matches' ||
    operator === 'contains' ||
    operator === 'startsWith' ||
    operator === 'endsWith'
  );
}
