import { bool, custom, type Decoded, str, struct } from '../config/schema.ts';
import { JsonObject } from './json.ts';
import { compileTexts, type Section, textMembers } from './section.ts';

/** Whether a message of a thread is posted, updated, or both. */
export type DeliveryPolicy = 'Post' | 'PostAndUpdate' | 'Update';

const deliveryPolicy = custom<string, DeliveryPolicy>(
  'slack.DeliveryPolicy',
  str,
  () => 'Post',
  (text) => (text === 'PostAndUpdate' || text === 'Update' ? text : 'Post'),
);

const schema = struct('services.SlackNotification', {
  username: str,
  icon: str,
  attachments: str,
  blocks: str,
  groupingKey: str,
  notifyBroadcast: bool,
  deliveryPolicy,
});

const texts = [
  { name: 'username' },
  { name: 'icon' },
  { name: 'attachments' },
  { name: 'blocks' },
  { name: 'groupingKey', always: true },
] as const;

/** Empty renderings overwrite: what an earlier template said is lost. */
export const slack: Section<Decoded<typeof schema>> = {
  schema,
  compile(source, compiler) {
    const render = compileTexts(texts, source, compiler);
    return (into, scope) => {
      render(into, scope);
      into.notifyBroadcast = source.notifyBroadcast;
      into.deliveryPolicy = source.deliveryPolicy;
    };
  },
  json: (value) =>
    new JsonObject([
      ...textMembers(texts, value),
      ['notifyBroadcast', value.notifyBroadcast],
      ['deliveryPolicy', value.deliveryPolicy],
    ]),
};
