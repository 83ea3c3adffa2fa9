export { type Decoded, decodeKubernetes, unmarshal, unmarshalPartial } from './json/decode.ts';
export { type MarshalOptions, marshal } from './json/encode.ts';
