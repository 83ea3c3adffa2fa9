import type { SprigCase } from './case.ts';

/** Maps. */
export const dictCases: readonly SprigCase[] = [
  [
    '{{dict "b" 1 "a" 2}}|{{dict "a"}}|{{dict 1 2 nil 3 .bytes 4}}|{{dict}}|{{dict "a" 1 "a" 2}}|{{dict "a" nil | toJson}}|{{dict "__proto__" 1 "constructor" 2}}',
    'map[a:2 b:1]|map[a:]|map[1:2 <nil>:3 hi:4]|map[]|map[a:2]|{"a":null}|map[__proto__:1 constructor:2]',
  ],
  [
    '{{get .map "a"}}|{{get .map "z"}}|{{get .map "b"}}|{{get .missing "a"}}|{{get .map "constructor"}}|{{get (dict "k" nil) "k"}}',
    '1||map[c:2]|||<no value>',
  ],
  [
    '{{set .empty "k" 1}}|{{.empty}}|{{set .empty "__proto__" 2}}|{{hasKey .empty "__proto__"}}|{{get .empty "__proto__"}}|{{set .empty "k" .missing}}',
    'map[k:1]|map[k:1]|map[__proto__:2 k:1]|true|2|map[__proto__:2 k:<nil>]',
  ],
  [
    '{{unset .map "a"}}|{{.map}}|{{unset .map "z"}}|{{unset .missing "a"}}|{{unset .map "toString"}}',
    'map[b:map[c:2]]|map[b:map[c:2]]|map[b:map[c:2]]|map[]|map[b:map[c:2]]',
  ],
  [
    '{{hasKey .map "a"}}|{{hasKey .map "z"}}|{{hasKey .missing "a"}}|{{hasKey .map "__proto__"}}|{{hasKey (dict "k" nil) "k"}}',
    'true|false|false|false|true',
  ],
  [
    '{{pluck "a" .map (dict "a" "x") .empty .missing}}|{{pluck "z" .map}}|{{pluck "a"}}|{{pluck "constructor" .map}}',
    '[1 x]|[]|[]|[]',
  ],
  [
    '{{keys (dict "b" 1)}}|{{keys | toJson}}|{{keys .missing .empty | toJson}}|{{keys (dict "a" 1) (dict "a" 1) | typeOf}}|{{keys .map (dict "é" 1) | sortAlpha}}',
    '[b]|[]|[]|[]string|[a b é]',
  ],
  ['{{values (dict "a" "x")}}|{{values .missing | toJson}}|{{values .empty}}', '[x]|[]|[]'],
  [
    '{{pick .map "a" "z"}}|{{pick .map}}|{{pick .missing "a"}}|{{omit .map "a"}}|{{omit .map}}|{{omit .missing "a"}}|{{pick .map "constructor"}}',
    'map[a:1]|map[]|map[]|map[b:map[c:2]]|map[a:1 b:map[c:2]]|map[]|map[]',
  ],
  [
    '{{dig "b" "c" "d" .map}}|{{dig "b" "z" "d" .map}}|{{dig "z" "y" "d" .map}}|{{dig "a" "d" .map}}|{{dig "x" nil .map}}|{{dig "k" "d" (dict "k" nil)}}',
    '2|d|d|1|<no value>|<no value>',
  ],
  ['{{dig "a" 1}}', '! dig needs at least three arguments'],
  ['{{dig "a" "b" 1}}', '! interface conversion: interface {} is int, not map[string]interface {}'],
  ['{{dig "a" "b" .n}}', '! interface conversion: interface {} is nil, not map[string]interface {}'],
  ['{{dig "a" "b" .labels}}', '! interface conversion: interface {} is map[string]string, not map[string]interface {}'],
  ['{{dig 1 "b" .map}}', '! interface conversion: interface {} is int, not string'],
  ['{{dig nil "c" "d" .map}}', '! interface conversion: interface {} is nil, not string'],
  ['{{dig "a" "x" "d" .map}}', '! interface conversion: interface {} is int64, not map[string]interface {}'],
  ['{{dig "k" "x" "d" (dict "k" nil)}}', '! interface conversion: interface {} is nil, not map[string]interface {}'],
  ['{{set .missing "a" 1}}', '! assignment to entry in nil map'],
  ['{{set .n "a" 1}}', '! wrong type for value; expected map[string]interface {}; got interface {}'],
  ['{{get .labels "a"}}', '! wrong type for value; expected map[string]interface {}; got map[string]string'],
  [
    '{{deepCopy .map}}|{{deepCopy 5}}|{{deepCopy .strings | typeOf}}|{{deepCopy (list nil 1 (dict "a" nil))}}|{{mustDeepCopy .labels | typeOf}}|{{deepCopy (dict "l" (rest .none)) | toJson}}|{{deepCopy .bytes}}|{{deepCopy (chunk 1 .list) | typeOf}}',
    'map[a:1 b:map[c:2]]|5|[]string|[<nil> 1 map[a:<nil>]]|map[string]string|{"l":null}|[104 105]|[][]interface {}',
  ],
  ['{{$d := deepCopy .map}}{{$_ := set $d.b "c" 9}}{{.map}}|{{$d}}', 'map[a:1 b:map[c:2]]|map[a:1 b:map[c:9]]'],
  ['{{deepCopy .n}}', '! reflect: call of reflect.Value.Type on zero Value'],
  ['{{mustDeepCopy nil}}', '! reflect: call of reflect.Value.Type on zero Value'],
  [
    '{{split "$" "a$b$"}}|{{(split "$" "a$b")._1}}|{{split "," "" | len}}|{{split "" "aé"}}|{{split "," "a" | typeOf}}|{{split "" ""}}',
    'map[_0:a _1:b _2:]|b|1|map[_0:a _1:é]|map[string]string|map[]',
  ],
  [
    '{{splitn "," 2 "a,b,c"}}|{{splitn "," 0 "a,b"}}|{{splitn "," -1 "a,b"}}|{{splitn "," 1 "a,b"}}|{{splitn "" 2 "aé😀"}}|{{splitn "," 9 "a,b"}}',
    'map[_0:a _1:b,c]|map[]|map[_0:a _1:b]|map[_0:a,b]|map[_0:a _1:é😀]|map[_0:a _1:b]',
  ],
];
