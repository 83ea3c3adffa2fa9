import type { YAMLError } from 'yaml';
import { EngineError, excerptOf, type Place } from '../errors.ts';

/** What libyaml says where the parser library raises a code; its own message stays in the hint. */
const messages: Partial<Record<YAMLError['code'], string>> = {
  ALIAS_PROPS: 'did not find expected node content',
  BAD_ALIAS: 'did not find expected alphabetic or numeric character',
  BAD_COLLECTION_TYPE: 'did not find expected node content',
  BAD_DIRECTIVE: 'found unknown directive name',
  BAD_DQ_ESCAPE: 'found unknown escape character',
  BAD_INDENT: 'did not find expected key',
  BAD_PROP_ORDER: 'did not find expected node content',
  BAD_SCALAR_START: 'found character that cannot start any token',
  BLOCK_AS_IMPLICIT_KEY: 'mapping values are not allowed in this context',
  BLOCK_IN_FLOW: 'did not find expected node content',
  KEY_OVER_1024_CHARS: 'mapping values are not allowed in this context',
  MISSING_CHAR: "could not find expected ':'",
  MULTILINE_IMPLICIT_KEY: 'mapping values are not allowed in this context',
  TAB_AS_INDENT: 'found character that cannot start any token',
  UNEXPECTED_TOKEN: 'did not find expected node content',
};

/** A syntax error of a YAML text as go-yaml words it: `yaml: line N: …`, without the line when it is the first. */
export function syntaxError(text: string, error: YAMLError, place: Place): EngineError {
  const line = place.line > 1 ? `line ${place.line}: ` : '';
  return new EngineError('yaml', `yaml: ${line}${messageOf(error)}`, {
    place,
    hint: error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, ''),
    excerpt: excerptOf(text, place),
  });
}

function messageOf(error: YAMLError): string {
  if (/quote$/.test(error.message)) return 'found unexpected end of stream';
  if (/expected to end with (a )?[\]}]/.test(error.message)) return "did not find expected ',' or ']'";
  return messages[error.code] ?? 'did not find expected node content';
}
