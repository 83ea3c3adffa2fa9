import { join } from 'node:path';

/** Where Argo CD's stock catalog is looked for, which is no part of this repository. */
export const catalogPath = join(import.meta.dirname, '../../../shared/data/catalogs/argo-cd.yaml');
