import type { Rule } from '../rule.ts';

const limit = 1024 * 1024;

/** A ConfigMap that Kubernetes does not store. */
export const tooLarge: Rule = {
  id: 'too-large',
  severity: 'error',
  argo: 'rejects',
  what: 'The ConfigMap is larger than 1 MiB.',
  why: 'The API server refuses it. `kubectl apply` refuses 256 KiB already, since it repeats all of it in an annotation.',
  mend: 'Remove what is not used; apply it with `--server-side`.',
  *check({ configMap, entries }) {
    const size = entries.reduce(
      (sum, { key, value }) => sum + Buffer.byteLength(key) + Buffer.byteLength(value.text),
      0,
    );
    if (size <= limit) return;
    const spot = configMap.yaml.keySpot([...configMap.base, 'data']);
    yield { spot, path: 'data', message: `the data is ${size} bytes long, of at most ${limit}` };
  },
};
