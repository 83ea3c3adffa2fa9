import { type Decoded, list, map, type Schema, str, struct } from '../config/schema.ts';
import { newMap } from '../go/value.ts';
import { compileEach, type Strings } from './attributes.ts';
import type { Compiler, Scope } from './compiler.ts';
import { JsonObject, unlessEmpty } from './json.ts';
import { compileTexts, type Section } from './section.ts';

const responderType: Schema<string> = { ...str, type: 'alert.ResponderType' };
const responder = struct('alert.Responder', { type: responderType, name: str, id: str, username: str });
type Responder = Decoded<typeof responder>;

const schema = struct('services.OpsgenieNotification', {
  description: str,
  priority: str,
  alias: str,
  note: str,
  actions: list(str),
  tags: list(str),
  details: map(str),
  entity: str,
  visibleTo: list(responder),
  user: str,
});

const texts = (['description', 'alias', 'note', 'entity', 'user', 'priority'] as const).map((name) => ({ name }));

export const opsgenie: Section<Decoded<typeof schema>> = {
  schema,
  compile(source, compiler) {
    const renderTexts = compileTexts(texts, source, compiler);
    const details = compileEach(source.details, (text, name) =>
      compiler.text(text, ['details', name], { name: `${compiler.name}_detail_${name}` }),
    );
    const visibleTo = source.visibleTo?.map((each, i) => compileResponder(each, i, compiler));
    const actions = compileList(source.actions, 'action', compiler);
    const tags = compileList(source.tags, 'tag', compiler);
    return (into, scope) => {
      renderTexts(into, scope);
      if (source.details) {
        into.details = newMap() as Strings;
        for (const [name, text] of details) into.details[name] = text(scope);
      }
      if (visibleTo) into.visibleTo = visibleTo.map((render) => render(scope));
      if (actions) into.actions = actions.map((text) => text(scope));
      if (tags) into.tags = tags.map((text) => text(scope));
    };
  },
  json: (value) =>
    new JsonObject([
      ['description', value.description],
      ...unlessEmpty('priority', value.priority),
      ...unlessEmpty('alias', value.alias),
      ...unlessEmpty('note', value.note),
      ...unlessEmpty('actions', value.actions),
      ...unlessEmpty('tags', value.tags),
      ...unlessEmpty('details', value.details),
      ...unlessEmpty('entity', value.entity),
      ...unlessEmpty('visibleTo', value.visibleTo?.map(responderJson)),
      ...unlessEmpty('user', value.user),
    ]),
};

function compileList(source: readonly string[] | null, kind: 'action' | 'tag', compiler: Compiler) {
  return source?.map((text, i) => compiler.text(text, [`${kind}s`, i], { name: `${compiler.name}_${kind}_${i}` }));
}

function compileResponder(source: Responder, i: number, compiler: Compiler): (scope: Scope) => Responder {
  const text = (field: keyof Responder) =>
    compiler.text(source[field], ['visibleTo', i, field], { name: `${compiler.name}_responder_${i}_${field}` });
  const id = text('id');
  const type = text('type');
  const name = text('name');
  const username = text('username');
  return (scope) => ({ id: id(scope), type: type(scope), name: name(scope), username: username(scope) });
}

/** Type and username are always there: the SDK's `omitempty` has a space too many to work. */
export function responderJson({ type, name, id, username }: Responder): JsonObject {
  return new JsonObject([
    ['type', type],
    ...unlessEmpty('name', name),
    ...unlessEmpty('id', id),
    ['username', username],
  ]);
}
