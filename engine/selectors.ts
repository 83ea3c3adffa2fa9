import { EngineError } from './errors.ts';
import { quote } from './go/strconv.ts';
import { compareStrings } from './go/utf8.ts';

type Operator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | '>' | '<';

interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

/** A label selector: all its requirements hold. */
export class Selector {
  private readonly requirements: readonly Requirement[];

  constructor(requirements: readonly Requirement[]) {
    this.requirements = requirements.toSorted((a, b) => compareStrings(a.key, b.key));
  }

  matches(labels: Readonly<Record<string, string>>): boolean {
    return this.requirements.every((requirement) => holds(requirement, labels));
  }

  /** The selector as text, requirements sorted by key. */
  toString(): string {
    return this.requirements.map(textOf).join(',');
  }
}

function holds({ key, operator, values }: Requirement, labels: Readonly<Record<string, string>>): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value);
    case '>':
    case '<':
      return value !== undefined && compares(operator, parseInt64(value), parseInt64(values[0] ?? ''));
    default:
      return value !== undefined && values.includes(value);
  }
}

function compares(operator: '>' | '<', a: bigint | undefined, b: bigint | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return operator === '>' ? a > b : a < b;
}

function parseInt64(text: string): bigint | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  return value === BigInt.asIntN(64, value) ? value : undefined;
}

function textOf({ key, operator, values }: Requirement): string {
  if (operator === 'exists') return key;
  if (operator === '!') return `!${key}`;
  const list = values.join(',');
  return operator === 'in' || operator === 'notin' ? `${key} ${operator} (${list})` : `${key}${operator}${list}`;
}

/**
 * A selector from its text, by the grammar of apimachinery's `labels.Parse`; empty selects everything.
 * @throws {EngineError} with apimachinery's text
 */
export function parseSelector(text: string): Selector {
  return new Selector(new SelectorParser(lex(text)).parse());
}

type TokenKind =
  | 'end'
  | 'identifier'
  | 'error'
  | ')'
  | '('
  | ','
  | '!'
  | '=='
  | '='
  | '>'
  | '<'
  | '!='
  | 'in'
  | 'notin';

interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const tokenPattern = /[ \t\r\n]*(?:([=!(),<>]+)|([^=!(),<> \t\r\n\0]+)|\0|$)/y;
const symbols: readonly TokenKind[] = ['==', '!=', '=', '!', '(', ')', ',', '>', '<'];

function lex(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; ; ) {
    tokenPattern.lastIndex = at;
    const match = tokenPattern.exec(text);
    const [, special, word] = match ?? [];
    if (special !== undefined) {
      const token = symbol(special);
      at = tokenPattern.lastIndex - special.length + token.text.length;
      tokens.push(token);
    } else if (word !== undefined) {
      at = tokenPattern.lastIndex;
      tokens.push({ kind: word === 'in' || word === 'notin' ? word : 'identifier', text: word });
    } else return [...tokens, { kind: 'end', text: '' }];
  }
}

function symbol(run: string): Token {
  const kind = symbols.find((each) => run.startsWith(each)) as TokenKind;
  return { kind, text: kind };
}

class SelectorParser {
  private readonly tokens: readonly Token[];
  private position = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  parse(): Requirement[] {
    const requirements: Requirement[] = [];
    for (;;) {
      const token = this.peek();
      if (token.kind === 'end') return requirements;
      if (token.kind !== 'identifier' && token.kind !== '!') {
        throw failure(`found '${token.text}', expected: !, identifier, or 'end of string'`);
      }
      requirements.push(this.requirement());
      const separator = this.next();
      if (separator.kind === 'end') return requirements;
      if (separator.kind !== ',') throw failure(`found '${separator.text}', expected: ',' or 'end of string'`);
      const following = this.peek();
      if (following.kind !== 'identifier' && following.kind !== '!') {
        throw failure(`found '${following.text}', expected: identifier after ','`);
      }
    }
  }

  /** The next token where `in` and `notin` are identifiers. */
  private peek(): Token {
    const token = this.tokens[this.position] ?? { kind: 'end', text: '' };
    return token.kind === 'in' || token.kind === 'notin' ? { ...token, kind: 'identifier' } : token;
  }

  private next(): Token {
    const token = this.peek();
    this.position++;
    return token;
  }

  private requirement(): Requirement {
    try {
      return this.unwrappedRequirement();
    } catch (error) {
      throw error instanceof EngineError ? failure(`unable to parse requirement: ${error.message}`) : error;
    }
  }

  private unwrappedRequirement(): Requirement {
    const first = this.next();
    const negated = first.kind === '!';
    const token = negated ? this.next() : first;
    if (token.kind !== 'identifier') throw failure(`found '${token.text}', expected: identifier`);
    const key = token.text;
    validate('<nil>', key, qualifiedNameErrors(key));
    if (negated) return { key, operator: '!', values: [] };
    const after = this.peek().kind;
    if (after === 'end' || after === ',') return { key, operator: 'exists', values: [] };
    const operator = this.operator();
    const values = operator === 'in' || operator === 'notin' ? this.values() : this.exactValue();
    return checked({ key, operator, values: [...new Set(values)].sort(compareStrings) });
  }

  private operator(): Operator {
    const token = this.tokens[this.position++] ?? { kind: 'end', text: '' };
    switch (token.kind) {
      case 'in':
      case 'notin':
      case '=':
      case '==':
      case '!=':
      case '>':
      case '<':
        return token.kind;
      default:
        throw failure(`found '${token.text}', expected: in, notin, =, ==, !=, gt, lt`);
    }
  }

  private values(): string[] {
    const open = this.next();
    if (open.kind !== '(') throw failure(`found '${open.text}' expected: '('`);
    const first = this.peek();
    if (first.kind === ')') {
      this.next();
      return [''];
    }
    if (first.kind !== 'identifier' && first.kind !== ',') {
      throw failure(`found '${first.text}', expected: ',', ')' or identifier`);
    }
    const values = this.identifiers();
    if (this.next().kind !== ')') throw failure(`found '${first.text}', expected: ')'`);
    return values;
  }

  private identifiers(): string[] {
    const values: string[] = [];
    for (;;) {
      const token = this.next();
      const done = token.kind === 'identifier' ? this.identifier(token.text, values) : this.comma(token, values);
      if (done) return values;
    }
  }

  /** Takes in a value; whether the list ends after it. */
  private identifier(text: string, values: string[]): boolean {
    values.push(text);
    const after = this.peek();
    if (after.kind !== ')' && after.kind !== ',') throw failure(`found '${after.text}', expected: ',' or ')'`);
    return after.kind === ')';
  }

  /** Takes in the empty values next to a comma; whether the list ends after it. */
  private comma(token: Token, values: string[]): boolean {
    if (token.kind !== ',') throw failure(`found '${token.text}', expected: ',', or identifier`);
    if (values.length === 0) values.push('');
    const after = this.peek().kind;
    if (after === ')' || after === ',') values.push('');
    if (after === ',') this.next();
    return after === ')';
  }

  private exactValue(): string[] {
    const kind = this.peek().kind;
    if (kind === 'end' || kind === ',') return [''];
    const token = this.next();
    if (token.kind !== 'identifier') throw failure(`found '${token.text}', expected: identifier`);
    return [token.text];
  }
}

function failure(message: string): EngineError {
  return new EngineError('selector', message);
}

const alphanumeric =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const nameFormat = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const nameRule = `${alphanumeric} (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${nameFormat}')`;
const subdomainRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const valueRule = `a valid label must be an empty string or ${alphanumeric.replace(/^must /, '')} (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(${nameFormat})?')`;
const name = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

function qualifiedNameErrors(key: string): string[] {
  const parts = key.split('/');
  if (parts.length > 2) {
    return [`a qualified name ${nameRule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const errors: string[] = [];
  const prefix = parts.length === 2 ? parts[0] : undefined;
  if (prefix === '') errors.push('prefix part must be non-empty');
  else if (prefix !== undefined) {
    if (prefix.length > 253) errors.push('prefix part must be no more than 253 characters');
    if (!subdomain.test(prefix)) errors.push(`prefix part ${subdomainRule}`);
  }
  const own = parts.at(-1) ?? '';
  if (own === '') errors.push('name part must be non-empty');
  else if (own.length > 63) errors.push('name part must be no more than 63 characters');
  if (!name.test(own)) errors.push(`name part ${nameRule}`);
  return errors;
}

function valueErrors(value: string): string[] {
  const errors: string[] = [];
  if (value.length > 63) errors.push('must be no more than 63 characters');
  if (value !== '' && !name.test(value)) errors.push(valueRule);
  return errors;
}

function invalid(path: string, value: string, message: string): string {
  return `${path}: Invalid value: ${quote(value)}: ${message}`;
}

function validate(path: string, value: string, errors: readonly string[]): void {
  if (errors.length > 0) throw failure(invalid(path, value, errors.join('; ')));
}

function checked(requirement: Requirement): Requirement {
  const { key, operator, values } = requirement;
  const errors: string[] = [];
  if (operator === '>' || operator === '<') {
    for (const [i, value] of values.entries()) {
      if (parseInt64(value) !== undefined) continue;
      errors.push(invalid(`values[${i}]`, value, "for 'Gt', 'Lt' operators, the value must be an integer"));
    }
  }
  for (const [i, value] of values.entries()) {
    const problems = valueErrors(value);
    if (problems.length > 0) errors.push(invalid(`values[${i}][${key}]`, value, problems.join('; ')));
  }
  const distinct = [...new Set(errors)];
  if (distinct.length > 1) throw failure(`[${distinct.join(', ')}]`);
  if (distinct[0] !== undefined) throw failure(distinct[0]);
  return requirement;
}
