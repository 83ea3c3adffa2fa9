import type { SprigCase } from './case.ts';

/** Emptiness. */
export const defaultCases: readonly SprigCase[] = [
  [
    '{{default 1 0}}|{{default 1 0 5}}|{{default 1}}|{{default "x" ""}}|{{default "x" "y"}}|{{default 1 .missing}}|{{default 1 .none}}|{{"" | default "d"}}|{{default 1 .nan}}',
    '1|1|1|x|y|1|1|d|NaN',
  ],
  [
    '{{empty 0}}|{{empty ""}}|{{empty nil}}|{{empty .none}}|{{empty .empty}}|{{empty false}}|{{empty 0.0}}|{{empty .missing}}|{{empty .nan}}|{{empty " "}}|{{empty .labels}}|{{empty .bytes}}|{{empty (rest .none)}}',
    'true|true|true|true|true|true|true|true|false|false|false|false|true',
  ],
  ['{{coalesce 0 "" .n .none 5}}|{{coalesce}}|{{coalesce 0 ""}}|{{coalesce "a" "b"}}', '5|<no value>|<no value>|a'],
  ['{{all}}|{{all 1 "a"}}|{{all 1 0}}|{{any}}|{{any 0 ""}}|{{any 0 1}}', 'true|true|false|false|false|true'],
  ['{{ternary 1 2 true}}|{{ternary 1 2 false}}|{{true | ternary "yes" "no"}}', '1|2|yes'],
  ['{{ternary 1 2 1}}', '! expected bool; found 1'],
];
