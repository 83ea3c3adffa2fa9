import { repoFunctions, stringFunctions, timeGroup } from '../../../engine/variables.ts';
import { objectKeyOf } from '../samples/environment.ts';
import type { Subject } from '../subject/subject.ts';

const always = ['app', 'sync', 'utils', 'context', 'appProject', 'secrets', 'time', 'strings', 'repo'];
const ofTemplates = ['serviceType', 'recipient'];

/** The variables of triggers or templates, those of given objects of other kinds included. */
export function knownVariables({ objects }: Subject, isTemplate: boolean): Set<string> {
  const others = objects.map(({ kind }) => objectKeyOf(kind));
  return new Set([...always, ...(isTemplate ? ofTemplates : []), ...others]);
}

/** The members of variables that are groups of functions. */
export const groups: Readonly<Record<string, readonly string[]>> = {
  time: Object.keys(timeGroup),
  strings: Object.keys(stringFunctions),
  repo: [...Object.keys(repoFunctions), 'GetCommitMetadata', 'GetAppDetails'],
  utils: ['LastCommit', 'ConfigSyncErrors'],
};
