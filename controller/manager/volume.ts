const name = 'notification-journal';
const mountPath = '/var/lib/notification';

/** The volume of a pod that a process keeps its journal in: it outlives the container and not the pod. */
export const journalVolume = { name, emptyDir: { sizeLimit: '16Mi' } };

/** Where a process's container has it. */
export const journalMount = { name, mountPath };

/** What tells a process of it. */
export const journalArgument = `--journal=${mountPath}/journal`;
