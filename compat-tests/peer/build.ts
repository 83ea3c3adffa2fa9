import { join } from 'node:path';
import { type BuildResult, goBuild } from '../go/build.ts';

/** The path of the Go peer under `cache`, built from this folder's Go module if need be (about a minute); or why not. */
export function buildPeer(cache: string, say: (line: string) => void): Promise<BuildResult<string>> {
  return goBuild({ module: import.meta.dirname, target: '.', output: join(cache, 'peer', 'peer'), say });
}
