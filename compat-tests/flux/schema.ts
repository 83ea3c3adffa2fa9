import { join } from 'node:path';
import { objectsOf } from '../e2e/fixtures.ts';

/** A node of an OpenAPI schema, as far as it is read here. */
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly string[];
}

/** The files of Flux's custom resource definitions. */
export function crdFilesOf(folder: string): string[] {
  return ['alerts', 'providers', 'receivers'].map((plural) =>
    join(folder, `notification.toolkit.fluxcd.io_${plural}.yaml`),
  );
}

/** The schema of a version in a file of one custom resource definition. @throws {Error} when there is no such version */
export function schemaOf(file: string, version: string): Schema {
  const [crd] = objectsOf(file) as unknown as {
    readonly spec: { readonly versions: readonly { name: string; schema: { openAPIV3Schema: Schema } }[] };
  }[];
  const found = crd?.spec.versions.find(({ name }) => name === version);
  if (found === undefined) throw new Error(`${file} has no ${version}`);
  return found.schema.openAPIV3Schema;
}

/** The values that a field may have by its `enum`; steps are names of properties, `[]` the items of a list. */
export function allowedAt(schema: Schema, path: readonly string[]): readonly string[] {
  return at(schema, path)?.enum ?? [];
}

/** The names of the fields of an object. */
export function fieldsAt(schema: Schema, path: readonly string[]): string[] {
  return Object.keys(at(schema, path)?.properties ?? {});
}

function at(schema: Schema, path: readonly string[]): Schema | undefined {
  let node: Schema | undefined = schema;
  for (const step of path) {
    const { properties = {} }: Schema = node ?? {};
    if (step === '[]') node = node?.items;
    else node = Object.hasOwn(properties, step) ? properties[step] : undefined;
  }
  return node;
}
