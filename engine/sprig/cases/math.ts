import type { SprigCase } from './case.ts';

/** Integer, float and decimal arithmetic, sequences. */
export const mathCases: readonly SprigCase[] = [
  [
    '{{add 1 2 3}}|{{add}}|{{add 1.9 1.9}}|{{add "1" "0x10"}}|{{add 9223372036854775807 1}}|{{add .num 1 | typeOf}}|{{add1 "4"}}|{{add1 9223372036854775807}}',
    '6|0|2|17|-9223372036854775808|int64|5|-9223372036854775808',
  ],
  [
    '{{sub 5 "3"}}|{{sub -9223372036854775808 1}}|{{mul 2 3 4}}|{{mul 3037000500 3037000500}}|{{mul 5}}',
    '2|9223372036854775807|24|-9223372036709301616|5',
  ],
  [
    '{{div 7 2}}|{{div -7 2}}|{{div -9223372036854775808 -1}}|{{mod 7 3}}|{{mod -7 3}}|{{mod 7 -3}}|{{div 1.9 1}}',
    '3|-3|-9223372036854775808|1|-1|1|1',
  ],
  ['{{div 1 0}}', '! runtime error: integer divide by zero'],
  ['{{mod 1 0}}', '! runtime error: integer divide by zero'],
  ['{{div 1 "x"}}', '! runtime error: integer divide by zero'],
  [
    '{{max 1 "5" 3}}|{{max -1}}|{{min 1 -5}}|{{min 9007199254740993 9007199254740994}}|{{biggest 1 2}}|{{max 1.9 1}}',
    '5|-1|-5|9007199254740993|2|1',
  ],
  [
    '{{maxf 1 2.5}}|{{maxf 1 .nan}}|{{maxf .nan "+Inf"}}|{{maxf "-Inf"}}|{{minf 1 2.5}}|{{minf .nan "-Inf"}}|{{minf "x" 1}}|{{maxf "1.5" 1}}',
    '2.5|NaN|+Inf|-Inf|1|-Inf|0|1.5',
  ],
  [
    '{{floor 1.9}}|{{floor -1.1}}|{{floor "1.5"}}|{{floor -0.5}}|{{ceil 1.1}}|{{ceil "-1.5"}}|{{ceil -0.5}}|{{ceil .nan}}|{{floor 5 | typeOf}}',
    '1|-2|1|-1|2|-1|-0|NaN|float64',
  ],
  [
    '{{round 123.555555 3}}|{{round 1.555 2}}|{{round -2.5 0}}|{{round 2.5 0}}|{{round "3.14159" 1}}|{{round 155 -1}}|{{round 123.456 2 0.7}}|{{round 123.555 -1 0.4}}|{{round 5 0 0.0}}',
    '123.556|1.56|-3|3|3.1|160|123.45|120|5',
  ],
  [
    '{{round .nan 1}}|{{round 1 400}}|{{round 1 -400}}|{{round 1e300 20}}|{{round 0.1 22}}|{{round 1.23456789 8}}|{{round 1e-300 305}}|{{round 5e-324 323}}|{{round 1e22 -22}}|{{round 2 -323}}',
    'NaN|NaN|NaN|+Inf|0.1|1.23456789|9.999999999999995e-301|NaN|1e+22|0',
  ],
  [
    '{{addf 0.1 0.2}}|{{addf}}|{{addf 1 "2.5"}}|{{addf 1e308 1e-300}}|{{add1f 1.5}}|{{add1f "x"}}|{{add1f .num | typeOf}}',
    '0.3|0|3.5|1e+308|2.5|1|float64',
  ],
  [
    '{{subf 1 0.9}}|{{subf 5}}|{{subf 7.5 2 3}}|{{mulf 1.1 1.1}}|{{mulf 1.5 2 2}}|{{mulf 1e300 1e300}}|{{mulf 1e-300 1e-300}}',
    '0.1|5|2.5|1.21|6|+Inf|0',
  ],
  [
    '{{divf 10 3}}|{{divf 1 3 3}}|{{divf 1 4}}|{{divf -1 6}}|{{divf 1e-20 3}}|{{divf 2 3}}|{{divf -2 3}}|{{divf 1e300 1e-20}}|{{divf 1 8e16}}|{{divf 0 5}}',
    '3.3333333333333335|0.1111111111111111|0.25|-0.1666666666666667|0|0.6666666666666667|-0.6666666666666667|+Inf|0|0',
  ],
  ['{{divf 1 0}}', '! decimal division by 0'],
  ['{{addf .nan 1}}', '! Cannot create a Decimal from NaN'],
  ['{{mulf 1 "inf"}}', '! Cannot create a Decimal from +Inf'],
  ['{{subf "-inf"}}', '! Cannot create a Decimal from -Inf'],
  [
    '{{seq 5}}|{{seq -3}}|{{seq 0}}|{{seq 1}}|{{seq}}|{{seq 2 5}}|{{seq 2 -2}}|{{seq 1 2 10}}|{{seq 10 -3 0}}|{{seq 0 0 5}}|{{seq 5 2 0}}|{{seq 1 -1 5}}|{{seq 5 0 1}}|{{seq 1 2 3 4}}|{{seq 3 3}}',
    '1 2 3 4 5|1 0 -1 -2 -3|1 0|1||2 3 4 5|2 1 0 -1 -2|1 3 5 7 9|10 7 4 1||||||3',
  ],
  [
    '{{until 3}}|{{until -3}}|{{until 0}}|{{until 3 | typeOf}}|{{untilStep 0 10 3}}|{{untilStep 5 0 -2}}|{{untilStep 0 10 -3}}|{{untilStep 5 0 2}}|{{untilStep 0 5 0}}|{{untilStep 3 3 1}}',
    '[0 1 2]|[0 -1 -2]|[]|[]int|[0 3 6 9]|[5 3 1]|[]|[]|[]|[]',
  ],
  ['{{until "a"}}', '! expected integer; found "a"'],
  ['{{until .num}}', '! wrong type for value; expected int; got int64'],
  ['{{round 1.5 "a"}}', '! expected integer; found "a"'],
];
