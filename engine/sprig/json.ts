import { GoError } from '../go/error.ts';
import { type MarshalOptions, marshal, unmarshal, unmarshalPartial } from '../go/json.ts';
import { nativeRun } from '../go/native.ts';
import type { Run } from '../go/run.ts';
import type { GoFunc } from '../go/value.ts';

type JsonFunction = (run: Run, value: never) => unknown;

function encoder(options: MarshalOptions): (run: Run, value: unknown) => string {
  return (run, value) => {
    const text = marshal(value, { ...options, run });
    run.checkLength(text.length);
    return text;
  };
}

/** `implementation` with an empty text in place of an error. */
function lenient(implementation: JsonFunction): JsonFunction {
  return (run, value) => {
    try {
      return implementation(run, value);
    } catch (error) {
      if (error instanceof GoError) return '';
      throw error;
    }
  };
}

const toJson = encoder({});
const toPrettyJson = encoder({ indent: '  ' });
const toRawJson = encoder({ escapeHtml: false });

/** sprig's JSON functions; those without `must` give an empty text or nil for an error, but for toRawJson. */
export const jsonFunctions: Readonly<Record<string, GoFunc>> = {
  toJson: nativeRun('func(interface {}) string', lenient(toJson)),
  toPrettyJson: nativeRun('func(interface {}) string', lenient(toPrettyJson)),
  toRawJson: nativeRun('func(interface {}) string', toRawJson),
  fromJson: nativeRun('func(string) interface {}', (run, text: string) => unmarshalPartial(text, run).value),
  mustToJson: nativeRun('func(interface {}) (string, error)', toJson),
  mustToPrettyJson: nativeRun('func(interface {}) (string, error)', toPrettyJson),
  mustToRawJson: nativeRun('func(interface {}) (string, error)', toRawJson),
  mustFromJson: nativeRun('func(string) (interface {}, error)', (run, text: string) => unmarshal(text, run)),
};
