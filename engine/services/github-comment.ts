import { DecodeAbort } from '../config/schema.ts';
import { GoError } from '../go/error.ts';
import { marshal } from '../go/json.ts';
import { fromInstant, type GoTime, layouts, parseTime, zeroTime } from '../go/time/index.ts';
import { custom, type Fields, flag, optional, pointer, record, type Shape, text, wholeNumber } from './json-shape.ts';
import { JsonNumber, sourceOf } from './json-text.ts';

/** A time as GitHub sends it, RFC 3339 or Unix seconds or milliseconds; written as RFC 3339. */
const timestamp: Shape<GoTime> = custom(
  'github.Timestamp',
  () => zeroTime,
  (value) => {
    if (value instanceof JsonNumber && /^-?\d+$/.test(value.literal)) return fromUnix(Number(value.literal));
    try {
      return parseTime(`"${layouts.rfc3339}"`, rawText(value));
    } catch (error) {
      throw error instanceof GoError ? new DecodeAbort(error.message) : error;
    }
  },
  (time) => marshal(time.format(layouts.rfc3339Nano)),
);

/** The JSON that a time is read from, quotes and all. */
function rawText(value: unknown): string {
  if (value instanceof JsonNumber) return value.literal;
  return typeof value === 'string' || Array.isArray(value) ? JSON.stringify(value) : sourceOf(value);
}

function fromUnix(number: number): GoTime {
  const seconds = fromInstant({ seconds: number, nanoseconds: 0 });
  if (seconds.clock.date.year <= 3000) return seconds;
  return fromInstant({ seconds: Math.floor(number / 1000), nanoseconds: (number % 1000) * 1e6 });
}

const kinds = {
  s: pointer(text()),
  i: pointer(wholeNumber('int')),
  l: pointer(wholeNumber('int64')),
  b: pointer(flag),
  t: pointer(timestamp),
} satisfies Record<string, Shape<never> | Shape<unknown>>;

/** Fields by kind, in the order of their declaration: `s name other`, `i count` … */
function fields(...declarations: readonly [kind: keyof typeof kinds, names: string][]): Fields {
  const entries = declarations.flatMap(([kind, names]) =>
    names.split(' ').map((name) => [name, optional(kinds[kind] as Shape<unknown>)] as const),
  );
  return Object.fromEntries(entries);
}

const plan = record(
  'github.Plan',
  fields(['s', 'name'], ['i', 'space collaborators'], ['l', 'private_repos'], ['i', 'filled_seats seats']),
);

const user = record('github.User', {
  ...fields(
    ['s', 'login'],
    ['l', 'id'],
    ['s', 'node_id avatar_url html_url gravatar_id name company blog location email'],
    ['b', 'hireable'],
    ['s', 'bio twitter_username'],
    ['i', 'public_repos public_gists followers following'],
    ['t', 'created_at updated_at suspended_at'],
    ['s', 'type'],
    ['b', 'site_admin'],
    ['l', 'total_private_repos owned_private_repos'],
    ['i', 'private_gists disk_usage collaborators'],
    ['b', 'two_factor_authentication'],
  ),
  plan: optional(pointer(plan)),
  ...fields([
    's',
    'ldap_dn url events_url following_url followers_url gists_url organizations_url received_events_url repos_url ' +
      'starred_url subscriptions_url role_name assignment',
  ]),
});

const reactions = record('github.Reactions', {
  ...fields(['i', 'total_count +1 -1 laugh confused heart hooray rocket eyes'], ['s', 'url']),
});

/** A comment on an issue. Upstream sends back the whole comment that it has read, with another body. */
export const issueComment = record('github.IssueComment', {
  ...fields(['l', 'id'], ['s', 'node_id body']),
  user: optional(pointer(user)),
  reactions: optional(pointer(reactions)),
  ...fields(['t', 'created_at updated_at'], ['s', 'author_association url html_url issue_url']),
});
