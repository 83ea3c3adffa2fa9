import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readDockerfile, sourcesOf } from './dockerfile.ts';

const repository = join(import.meta.dirname, '../..');
const file = join(repository, 'Dockerfile');

it('describes an image that runs without rights', () => {
  const image = readDockerfile(file);
  expect(image).toMatchObject({
    user: '65532:65532',
    workdir: '/app',
    command: ['/nodejs/bin/node', '/app/notification.mjs'],
  });
  expect(image.from).toMatch(/^gcr\.io\/distroless\/nodejs24-debian12:nonroot$/);
  expect(Object.keys(image.labels)).toContain('org.opencontainers.image.licenses');
});

it('builds from files that exist', () => {
  expect(sourcesOf(file).length).toBeGreaterThan(8);
  expect(sourcesOf(file).filter((path) => !existsSync(join(repository, path)))).toEqual([]);
});
