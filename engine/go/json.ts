export { decodeKubernetes, unmarshal } from './json/decode.ts';
export { type MarshalOptions, marshal } from './json/encode.ts';
