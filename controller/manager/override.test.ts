import { describe, expect, it } from 'vitest';
import { overrideAnnotation, overrideOf, resourcesOf } from './override.ts';
import { rsyncOf } from './test-objects.ts';

const at = { name: 'repo-sync', namespace: 'bookinfo' };

function overriding(override: object | undefined, annotation?: string) {
  const annotations = annotation === undefined ? {} : { [overrideAnnotation]: annotation };
  return overrideOf(rsyncOf('RepoSync', { ...at, annotations }, override && { override }));
}

describe('an RSync overrides', () => {
  const other = { containerName: 'reconciler', cpuRequest: '1', logLevel: 9 };

  it.each<[string, object | undefined, string | undefined, object, number | undefined]>([
    ['nothing', undefined, undefined, {}, undefined],
    ['another container', { resources: [other], logLevels: [other] }, undefined, {}, undefined],
    [
      'resources and log level',
      {
        resources: [other, { containerName: 'notification', cpuRequest: '20m', memoryLimit: '1Gi' }],
        logLevels: [{ containerName: 'notification', logLevel: 5 }],
      },
      undefined,
      { cpuRequest: '20m', memoryLimit: '1Gi' },
      5,
    ],
    [
      'a number of CPUs',
      { resources: [{ containerName: 'notification', cpuLimit: 2 }] },
      undefined,
      { cpuLimit: '2' },
      undefined,
    ],
    ['by annotation', undefined, '{"memoryLimit": "512Mi", "logLevel": 0}', { memoryLimit: '512Mi' }, 0],
    [
      'by both, and the spec wins',
      { resources: [{ containerName: 'notification', cpuLimit: '1' }] },
      '{"cpuLimit": "2", "cpuRequest": "30m"}',
      { cpuLimit: '1', cpuRequest: '30m' },
      undefined,
    ],
  ])('%s', (_what, override, annotation, resources, logLevel) => {
    expect(overriding(override, annotation)).toEqual({ resources, logLevel, problems: [] });
  });

  it.each([
    ['memory: 1', /is not a JSON object/],
    ['[]', /is not a JSON object/],
    ['{"cpuLimit": "much"}', /override of cpuLimit: "much" is not a quantity/],
    ['{"memoryLimit": -1}', /override of memoryLimit: -1 is not a quantity/],
    ['{"logLevel": 11}', /override of logLevel: 11 is not a number from 0 to 10/],
    ['{"logLevel": "5"}', /is not a number from 0 to 10/],
  ])('nothing by %s, which is told', (annotation, problem) => {
    const { resources, logLevel, problems } = overriding(undefined, annotation);
    expect([resources, logLevel]).toEqual([{}, undefined]);
    expect(problems).toEqual([expect.stringMatching(problem)]);
  });
});

describe('the resources of a container', () => {
  const defaults = { cpuRequest: '10m', memoryRequest: '80Mi', memoryLimit: '256Mi' };

  it.each<[string, object, object]>([
    ['are the manager’s', {}, { requests: { cpu: '10m', memory: '80Mi' }, limits: { memory: '256Mi' } }],
    [
      'are the RSync’s where it has any',
      { cpuRequest: '1', cpuLimit: '2', memoryRequest: '100Mi', memoryLimit: '1Gi' },
      { requests: { cpu: '1', memory: '100Mi' }, limits: { cpu: '2', memory: '1Gi' } },
    ],
    [
      'have a default limit give way to a greater request',
      { memoryRequest: '1Gi' },
      { requests: { cpu: '10m', memory: '1Gi' }, limits: { memory: '1Gi' } },
    ],
    [
      'have a default request give way to a smaller limit',
      { memoryLimit: '50Mi' },
      { requests: { cpu: '10m', memory: '50Mi' }, limits: { memory: '50Mi' } },
    ],
  ])('%s', (_what, override, expected) => {
    expect(resourcesOf(defaults, override)).toEqual(expected);
  });

  it('have no limits when neither has any', () => {
    expect(resourcesOf({ cpuRequest: '10m' }, {})).toEqual({ requests: { cpu: '10m' } });
  });
});
