import type { SprigCase } from './case.ts';

/** Merges of maps. */
export const mergeCases: readonly SprigCase[] = [
  [
    '{{merge (dict "a" 1 "b" (dict "x" "")) (dict "a" 2 "b" (dict "x" "y" "z" 1) "c" 3)}}',
    'map[a:1 b:map[x:y z:1] c:3]',
  ],
  [
    '{{merge (dict "a" "" "b" 0 "c" false "d" nil "e" .none) (dict "a" 1 "b" 2 "c" 3 "d" 4 "e" 5)}}',
    'map[a:1 b:2 c:3 d:4 e:5]',
  ],
  [
    '{{merge (dict) (dict "a" 1) (dict "a" 2 "b" 3)}}|{{mergeOverwrite (dict) (dict "a" 1) (dict "a" 2 "b" 3)}}',
    'map[a:1 b:3]|map[a:2 b:3]',
  ],
  ['{{mergeOverwrite (dict "a" 1 "b" (dict "x" 1)) (dict "a" "" "b" (dict "x" 0 "y" 2))}}', 'map[a: b:map[x:0 y:2]]'],
  [
    '{{mergeOverwrite (dict "a" 5) (dict "a" nil)}}|{{merge (dict "a" 5) (dict "a" nil)}}|{{merge (dict) (dict "a" nil)}}',
    'map[a:<nil>]|map[a:5]|map[]',
  ],
  [
    '{{merge (dict "a" 1) (dict "a" .map)}}|{{merge (dict "a" .map) (dict "a" 1)}}|{{mergeOverwrite (dict "a" 1) (dict "a" .map)}}|{{mergeOverwrite (dict "a" .map) (dict "a" 1)}}',
    'map[a:1]|map[a:map[a:1 b:map[c:2]]]|map[a:map[a:1 b:map[c:2]]]|map[a:1]',
  ],
  [
    '{{merge (dict "x" "") (dict "x" .list)}}|{{merge (dict "x" .list) (dict "x" (list 9))}}|{{mergeOverwrite (dict "x" .list) (dict "x" (list 9))}}|{{mergeOverwrite (dict "x" .list) (dict "x" .none)}}',
    'map[x:[1 2 3]]|map[x:[1 2 3]]|map[x:[9]]|map[x:[]]',
  ],
  [
    '{{merge (dict "x" .strings) (dict "x" .list)}}|{{merge (dict "x" .list) (dict "x" .map)}}|{{mergeOverwrite (dict "x" .list) (dict "x" .map)}}|{{merge (dict "x" .map) (dict "x" .list)}}|{{merge (dict "x" .empty) (dict "x" .list)}}',
    'map[x:[b a]]|map[x:[1 2 3]]|map[x:map[a:1 b:map[c:2]]]|map[x:map[a:1 b:map[c:2]]]|map[x:[1 2 3]]',
  ],
  [
    '{{mergeOverwrite (dict "a" .map) (dict "a" .empty)}}|{{mergeOverwrite (dict "a" .map) (dict "a" .none)}}',
    'map[a:map[a:1 b:map[c:2]]]|map[a:[]]',
  ],
  [
    '{{$d := dict "b" (dict "d" 1)}}{{$_ := merge $d .map}}{{$d}}|{{$_ = set $d "a" 9}}{{.map}}',
    'map[a:1 b:map[c:2 d:1]]|map[a:1 b:map[c:2]]',
  ],
  ['{{$d := dict}}{{$_ := merge $d .map}}{{$_ = set $d.b "c" 9}}{{.map}}', 'map[a:1 b:map[c:9]]'],
  [
    '{{merge .missing (dict "a" 1)}}|{{merge .missing | toJson}}|{{merge .missing .missing | toJson}}|{{mustMerge (dict "a" 1) .missing}}',
    'map[a:1]|null|null|map[a:1]',
  ],
  ['{{mergeOverwrite (dict "x" .map) (dict "x" .labels)}}', 'map[x:map[a:b b:map[c:2]]]'],
  ['{{merge (dict "x" .map) (dict "x" .labels)}}', 'map[x:map[a:1 b:map[c:2]]]'],
  ['{{merge (dict "x" .labels) (dict "x" (dict "a" "c"))}}', 'map[x:map[a:b]]'],
  [
    '{{merge (dict "x" .labels) (dict "x" (dict "z" "c"))}}',
    '! reflect.Value.SetMapIndex: value of type interface {} is not assignable to type string',
  ],
  [
    '{{mergeOverwrite (dict "x" .labels) (dict "x" (dict "a" "c"))}}',
    '! reflect.Value.SetMapIndex: value of type interface {} is not assignable to type string',
  ],
  [
    '{{mergeOverwrite (dict "x" .labels) (dict "x" (dict "a" .list))}}',
    '! reflect: call of reflect.Value.IsNil on string Value',
  ],
  [
    '{{mustMerge (dict "a" (dict "b" (dict "c" 1))) (dict "a" (dict "b" (dict "d" 2)))}}|{{mustMergeOverwrite (dict "a" (dict "b" (dict "c" 1))) (dict "a" (dict "b" (dict "c" 2)))}}',
    'map[a:map[b:map[c:1 d:2]]]|map[a:map[b:map[c:2]]]',
  ],
  ['{{merge (dict "__proto__" (dict "a" 1)) (dict "__proto__" (dict "b" 2))}}', 'map[__proto__:map[a:1 b:2]]'],
  ['{{merge (dict "x" (rest .none)) (dict "x" (list 1))}}', 'map[x:[1]]'],
  ['{{merge .n .map}}', '! wrong type for value; expected map[string]interface {}; got interface {}'],
  ['{{merge .labels .map}}', '! wrong type for value; expected map[string]interface {}; got map[string]string'],
];
