import { custom, type Decoded, map, str, struct } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import type { Instant } from '../go/run.ts';
import { layouts, parseTime } from '../go/time/index.ts';
import { parseUrl } from '../go/url.ts';
import { compileEach, renderEach } from './attributes.ts';
import { JsonObject } from './json.ts';
import type { Section } from './section.ts';

const zeroTime = '0001-01-01T00:00:00Z';

const time = custom(
  'time.Time',
  str,
  () => zeroTime,
  (text) => {
    if (text === '') return zeroTime;
    parseTime(layouts.rfc3339, text);
    return text;
  },
);

const schema = struct('services.AlertmanagerNotification', {
  labels: map(str),
  annotations: map(str),
  generatorURL: str,
  startsAt: time,
});

/** All its templates are compiled when rendered, and an alert has at least one label. */
export const alertmanager: Section<Decoded<typeof schema>> = {
  schema,
  compile({ labels, annotations, generatorURL }, compiler) {
    const url = compiler.lateText(generatorURL || '{{.app.spec.source.repoURL}}', ['generatorURL']);
    const labelTexts = compileEach(labels, (text, name) => compiler.lateText(text, ['labels', name]));
    const annotationTexts = compileEach(annotations, (text, name) => compiler.lateText(text, ['annotations', name]));
    return (into, scope) => {
      into.startsAt = formatInstant(scope.run.clock());
      into.generatorURL = webUrl(url(scope) || into.generatorURL);
      checkUrl(into.generatorURL);
      if (!labels || labelTexts.length === 0) throw new EngineError('render', 'at least one label pair required');
      into.labels = renderEach(labels, labelTexts, scope);
      into.labels['alertname'] ??= compiler.name;
      if (annotations && annotationTexts.length > 0) {
        into.annotations = renderEach(annotations, annotationTexts, scope);
      }
    };
  },
  json: ({ labels, annotations, generatorURL, startsAt }) =>
    new JsonObject([
      ['labels', labels],
      ['annotations', annotations],
      ['generatorURL', generatorURL],
      ['startsAt', startsAt],
    ]),
};

function checkUrl(url: string): void {
  try {
    parseUrl(url);
  } catch (error) {
    throw error instanceof GoError ? new EngineError('render', error.message, { cause: error }) : error;
  }
}

/** `git@host:path` as `https://host/path`. */
function webUrl(url: string): string {
  return url.startsWith('git@') ? `https://${url.slice('git@'.length).replace(':', '/')}` : url;
}

/** RFC 3339 in UTC with the fraction of the second as long as it needs to be. */
function formatInstant({ seconds, nanoseconds }: Instant): string {
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  const fraction = String(nanoseconds).padStart(9, '0').replace(/0+$/, '');
  return `${whole}${fraction === '' ? '' : `.${fraction}`}Z`;
}
