/** The annotation prefixes under which subscriptions count; the first is ours and carries the state. */
export const annotationPrefixes = ['notifications.configsync.gke.io', 'notifications.argoproj.io'] as const;
