import type { SprigCase } from './case.ts';

/** JSON. */
export const jsonCases: readonly SprigCase[] = [
  [
    '{{toJson .map}}|{{toJson "<a>&\\u2028é"}}|{{toJson nil}}|{{toJson .nan}}|{{toJson (list 1 1.5 nil true)}}|{{toJson .bytes}}|{{toJson .missing}}',
    '{"a":1,"b":{"c":2}}|"\\u003ca\\u003e\\u0026\\u2028é"|null||[1,1.5,null,true]|"aGk="|null',
  ],
  ['{{toPrettyJson .map}}', '{\n  "a": 1,\n  "b": {\n    "c": 2\n  }\n}'],
  ['{{toPrettyJson .none}}|{{toPrettyJson "<"}}|{{toPrettyJson .nan}}', '[]|"\\u003c"|'],
  ['{{toRawJson "<a>&\\u2028"}}|{{toRawJson .map}}|{{mustToRawJson "<"}}', '"<a>&\\u2028"|{"a":1,"b":{"c":2}}|"<"'],
  [
    '{{fromJson "{\\"b\\":[1,null,\\"x\\"],\\"a\\":1.5}"}}|{{fromJson "x"}}|{{fromJson "1" | typeOf}}|{{fromJson ""}}|{{mustFromJson "[true]"}}|{{fromJson "{\\"__proto__\\":1}"}}',
    'map[a:1.5 b:[1 <nil> x]]|<no value>|float64|<no value>|[true]|map[__proto__:1]',
  ],
  ['{{mustToJson .map}}|{{mustToPrettyJson 1}}', '{"a":1,"b":{"c":2}}|1'],
  ['{{mustToJson .nan}}', '! json: unsupported value: NaN'],
  ['{{toRawJson .nan}}', '! json: unsupported value: NaN'],
  ['{{mustToRawJson .nan}}', '! json: unsupported value: NaN'],
  ['{{mustToPrettyJson .nan}}', '! json: unsupported value: NaN'],
  ['{{mustFromJson "x"}}', "! invalid character 'x' looking for beginning of value"],
  ['{{mustFromJson "{"}}', '! unexpected end of JSON input'],
  ['{{mustFromJson "1 2"}}', "! invalid character '2' after top-level value"],
];
