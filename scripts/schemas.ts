// Writes engine/schemas, the JSON Schemas of everything that stands in a ConfigMap:
//   npm run schemas
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { jsonSchemas, jsonSchemaText } from '../engine/json-schema.ts';

const folder = join(import.meta.dirname, '../engine/schemas');
rmSync(folder, { recursive: true, force: true });
for (const [path, schema] of jsonSchemas()) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, jsonSchemaText(schema));
}
process.stdout.write(`${jsonSchemas().size} schemas\n`);
