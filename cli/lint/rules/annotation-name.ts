import { annotationPrefixes } from '../../../controller/rsync/annotations.ts';
import type { Rule } from '../rule.ts';
import type { Annotation } from '../subject/subject.ts';

const [ours, argo] = annotationPrefixes;

/** An annotation that looks like a subscription and is none. */
export const annotationName: Rule = {
  id: 'annotation-name',
  severity: 'warning',
  what: 'An annotation looks like a subscription, but is none: another prefix, `subscribed.`, slashes instead of dots.',
  why: 'It is ignored without a word.',
  mend: `Write \`${argo}/subscribe.<trigger>.<service>\`; for RSyncs \`${ours}\` counts as well.`,
  *check(subject) {
    for (const annotation of subject.metadata('annotations')) {
      const meant = meantName(annotation);
      if (meant === undefined) continue;
      yield {
        spot: annotation.value.keySpot,
        path: annotation.path,
        message: `'${annotation.key}' subscribes to nothing`,
        hint: meant,
      };
    }
  },
};

/** What an annotation was probably meant to be. */
function meantName({ key, object: { kind } }: Annotation): string | undefined {
  const [prefix = '', ...rest] = key.split('/');
  const name = rest.join('/');
  const known = (annotationPrefixes as readonly string[]).includes(prefix);
  if (known && kind !== 'RootSync' && kind !== 'RepoSync' && prefix === ours && /^subscri/.test(name)) {
    return `Argo CD reads ${argo}/${name}`;
  }
  if (known) return subscribeName(prefix, name);
  if (!/^notif[a-z]*\.(argo[a-z-]*\.io|argoproj\.[a-z]+|configsync\.gke\.io|argocd\.[a-z.]+)$/i.test(prefix))
    return undefined;
  if (!/^subscri/i.test(name)) return undefined;
  return `did you mean '${prefix.includes('configsync') ? ours : argo}/${name}'?`;
}

function subscribeName(prefix: string, name: string): string | undefined {
  if (/^(subscribe\.|subscriptions)/.test(name) || ['configmap', 'secret'].includes(name)) return undefined;
  const [, rest] = /^(?:un)?subscri[a-z]*[./:_-]+(.+)$/i.exec(name) ?? [];
  return rest === undefined ? undefined : `did you mean '${prefix}/subscribe.${rest.replaceAll('/', '.')}'?`;
}
