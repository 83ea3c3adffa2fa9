import { type Decoded, map, str, struct } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { compileEach, renderEach } from './attributes.ts';
import type { Compiler, Text } from './compiler.ts';
import { JsonObject, unlessEmpty } from './json.ts';
import type { Section } from './section.ts';

const schema = struct('services.AwsSqsNotification', { messageAttributes: map(str), messageGroupId: str });

export const awssqs: Section<Decoded<typeof schema>> = {
  schema,
  compile({ messageAttributes, messageGroupId }, compiler) {
    const group = compiler.text(messageGroupId, ['messageGroupId']);
    const texts = compileEach(messageAttributes, (text, name) => lenient(compiler, text, ['messageAttributes', name]));
    return (into, scope) => {
      if (messageAttributes && texts.length > 0) {
        into.messageAttributes = renderEach(messageAttributes, texts, scope);
      }
      into.messageGroupId = group(scope) || into.messageGroupId;
    };
  },
  json: ({ messageAttributes, messageGroupId }) =>
    new JsonObject([['messageAttributes', messageAttributes], ...unlessEmpty('messageGroupId', messageGroupId)]),
};

/** A text that renders to nothing when it is no template: upstream skips it and says nothing. */
function lenient(compiler: Compiler, text: string, path: readonly string[]): Text {
  try {
    return compiler.text(text, path);
  } catch (error) {
    if (error instanceof EngineError) return () => '';
    throw error;
  }
}
