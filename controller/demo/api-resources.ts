import { configMaps, configSyncResource, coreEvents, leases, type Resource, secrets } from '../kubernetes/resource.ts';

/** How the API server treats a resource. */
export interface Served extends Resource {
  /** Status is a subresource, and a change of anything but metadata and status raises the generation. */
  readonly status: boolean;
  /** An update needs no resourceVersion. */
  readonly unconditional: boolean;
  /** Field selectors beside metadata.name and metadata.namespace. */
  readonly fields: readonly string[];
}

const custom = { status: true, unconditional: false, fields: [] };
const builtIn = { status: false, unconditional: true };

const eventFields = ['kind', 'namespace', 'name', 'uid', 'apiVersion'].map((field) => `involvedObject.${field}`);

/** What the embedded API server serves unless told otherwise. */
export const servedResources: readonly Served[] = [
  { ...configMaps, ...builtIn, fields: [] },
  { ...secrets, ...builtIn, fields: ['type'] },
  { ...coreEvents, ...builtIn, fields: [...eventFields, 'reason', 'type'] },
  { ...leases, ...builtIn, fields: [] },
  { ...configSyncResource('RootSync'), ...custom },
  { ...configSyncResource('RepoSync'), ...custom },
  { ...configSyncResource('Notification'), ...custom },
];
