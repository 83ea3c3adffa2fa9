import type { SprigCase } from './case.ts';

/** Types and kinds. */
export const reflectionCases: readonly SprigCase[] = [
  [
    '{{typeOf 1}}|{{typeOf 1.0}}|{{typeOf "a"}}|{{typeOf true}}|{{typeOf nil}}|{{typeOf .num}}|{{typeOf .list}}|{{typeOf .strings}}|{{typeOf .map}}|{{typeOf .labels}}|{{typeOf .bytes}}|{{typeOf .nan}}|{{typeOf .missing}}',
    'int|float64|string|bool|<nil>|int64|[]interface {}|[]string|map[string]interface {}|map[string]string|[]uint8|float64|<nil>',
  ],
  [
    '{{kindOf 1}}|{{kindOf 1.0}}|{{kindOf "a"}}|{{kindOf nil}}|{{kindOf .num}}|{{kindOf .list}}|{{kindOf .map}}|{{kindOf .labels}}|{{kindOf (semver "1.2.3")}}',
    'int|float64|string|invalid|int64|slice|map|map|ptr',
  ],
  [
    '{{typeIs "int" 1}}|{{typeIs "int64" .num}}|{{typeIs "[]string" .strings}}|{{typeIs "<nil>" nil}}|{{typeIs "int" "a"}}',
    'true|true|true|true|false',
  ],
  [
    '{{typeIsLike "semver.Version" (semver "1.2.3")}}|{{typeIsLike "*semver.Version" (semver "1.2.3")}}|{{typeIsLike "string" "a"}}|{{typeIsLike "int" "a"}}',
    'true|true|true|false',
  ],
  [
    '{{kindIs "slice" .strings}}|{{kindIs "map" .map}}|{{kindIs "invalid" nil}}|{{kindIs "int" .num}}',
    'true|true|true|false',
  ],
  [
    '{{deepEqual .list (list 1 2 3)}}|{{deepEqual .list .list}}|{{deepEqual 1 1}}|{{deepEqual 1 .num}}|{{deepEqual nil nil}}|{{deepEqual (list) .none}}|{{deepEqual (rest .none) .none}}|{{deepEqual (dict "a" (list 1)) (dict "a" (list 1))}}|{{deepEqual .nan .nan}}',
    'false|true|true|false|true|true|false|true|false',
  ],
];
