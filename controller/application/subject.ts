import { argoPrefix } from '../../engine/subscriptions.ts';
import { argoVariables } from '../../engine/variables.ts';
import type { KubernetesObject } from '../kubernetes/index.ts';
import type { Subject, SubjectContext } from '../notification/subject.ts';
import { isSyncStatusFresh } from './freshness.ts';
import { namespaceMatcher } from './namespaces.ts';
import { Projects } from './projects.ts';
import { argoResource } from './resources.ts';

/** Argo CD's Applications, as its own notifications controller has them: variables, projects, what is left alone. */
export function applicationSubject(context: SubjectContext): Subject {
  const { apiKind, apiGroup, apiVersion, resourceNamespace, applicationNamespaces } = context.options;
  const changed = () => context.lookAtAll();
  const watch = context.watch(argoResource('AppProject', apiVersion, apiGroup), {
    onAdd: changed,
    onUpdate: changed,
    onDelete: changed,
  });
  const projects = new Projects(resourceNamespace, watch);
  const isServed = namespaceMatcher(applicationNamespaces);
  return {
    resource: argoResource(apiKind, apiVersion, apiGroup),
    allNamespaces: applicationNamespaces.length > 0,
    prefixes: [argoPrefix],
    variables: ({ context: values, secrets }) => {
      const shared = { context: values, ...(secrets && { secrets: Object.fromEntries(secrets) }) };
      return (object, destination) => {
        const appProject = projects.of(object as KubernetesObject);
        return argoVariables({ ...shared, object, destination, ...(appProject && { appProject }) });
      };
    },
    skip: (application) => {
      const { namespace = '' } = application.metadata;
      if (namespace !== resourceNamespace && !isServed(namespace)) return skippedNamespace;
      return isSyncStatusFresh(application) ? undefined : 'sync status out of date';
    },
    alterDestinations: projects.alterDestinations,
    dependency: (application) => projects.of(application),
    report: async () => undefined,
    watches: [watch],
  };
}

const skippedNamespace = 'app is not in one of the application-namespaces, nor the notification controller namespace';
