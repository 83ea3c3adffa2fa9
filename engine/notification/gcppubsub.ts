import { type Decoded, map, str, struct } from '../config/schema.ts';
import { compileEach, renderEach } from './attributes.ts';
import { JsonObject, unlessEmpty } from './json.ts';
import type { Section } from './section.ts';

const schema = struct('services.GcpPubsubNotification', { attributes: map(str) });

export const gcppubsub: Section<Decoded<typeof schema>> = {
  schema,
  compile({ attributes }, compiler) {
    const texts = compileEach(attributes, (text, name) => compiler.lateText(text, ['attributes', name]));
    return (into, scope) => {
      if (attributes && texts.length > 0) into.attributes = renderEach(attributes, texts, scope);
    };
  },
  json: ({ attributes }) => new JsonObject(unlessEmpty('attributes', attributes)),
};
