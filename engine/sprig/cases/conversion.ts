import type { SprigCase } from './case.ts';

/** Conversions. */
export const conversionCases: readonly SprigCase[] = [
  [
    '{{atoi "12"}}|{{atoi "x"}}|{{atoi "+5"}}|{{atoi " 5"}}|{{atoi "1_0"}}|{{atoi ""}}|{{atoi "0x1"}}|{{atoi "-0"}}',
    '12|0|5|0|0|0|0|0',
  ],
  [
    '{{atoi "99999999999999999999"}}|{{atoi "-99999999999999999999"}}|{{atoi "9223372036854775807"}}',
    '9223372036854775807|-9223372036854775808|9223372036854775807',
  ],
  [
    '{{int "1.0"}}|{{int "1.5"}}|{{int "0x1F"}}|{{int "017"}}|{{int "0o17"}}|{{int "0b11"}}|{{int "08"}}|{{int "1_000"}}|{{int ""}}|{{int ".0"}}|{{int "-3.00"}}|{{int "1.0.0"}}|{{int " 1"}}',
    '1|0|31|15|15|3|0|1000|0|0|-3|0|0',
  ],
  [
    '{{int 1.9}}|{{int -1.9}}|{{int true}}|{{int false}}|{{int nil}}|{{int .nan}}|{{int 1e30}}|{{int .list}}|{{int .map}}|{{int .missing}}|{{int "99999999999999999999"}}',
    '1|-1|1|0|0|-9223372036854775808|-9223372036854775808|0|0|0|0',
  ],
  [
    '{{typeOf (int .num)}}|{{typeOf (int64 3)}}|{{int64 "9223372036854775807"}}|{{int64 -1e30}}|{{int64 .num}}',
    'int|int64|9223372036854775807|-9223372036854775808|3',
  ],
  [
    '{{float64 "1.5"}}|{{float64 "x"}}|{{float64 true}}|{{float64 "0x1p4"}}|{{float64 nil}}|{{float64 "inf"}}|{{float64 "1e999"}}|{{float64 .num | typeOf}}|{{float64 "-0"}}|{{float64 "1_0"}}|{{float64 .list}}',
    '1.5|0|1|16|0|+Inf|0|float64|-0|10|0',
  ],
  [
    '{{toDecimal "777"}}|{{toDecimal 0777}}|{{toDecimal "0o17"}}|{{toDecimal "1_0"}}|{{toDecimal "-12"}}|{{toDecimal "9"}}|{{toDecimal .n}}|{{toDecimal 1.5}}|{{toDecimal "7777777777777777777777777"}}|{{toDecimal .num}}',
    '511|329|0|0|-10|0|0|0|0|3',
  ],
  [
    '{{toStrings nil | toJson}}|{{toStrings .strings}}|{{toStrings 1}}|{{toStrings (list nil 1 .bytes true)}}|{{toStrings .missing | len}}|{{toStrings .map}}|{{toStrings .list | typeOf}}',
    '[]|[b a]|[1]|[1 hi true]|0|[map[a:1 b:map[c:2]]]|[]string',
  ],
  ['{{atoi 1}}', '! expected string; found 1'],
  ['{{int}}', '! wrong number of args for int: want 1 got 0'],
];
