import { join } from 'node:path';
import { type BuildResult, goBuild } from '../go/build.ts';

/** The path of the engine's own command line under `cache`, built from this folder's Go module if need be; or why not. */
export function buildUpstreamCli(cache: string, say: (line: string) => void): Promise<BuildResult<string>> {
  return goBuild({ module: import.meta.dirname, target: '.', output: join(cache, 'cli-recordings', 'upstream'), say });
}
