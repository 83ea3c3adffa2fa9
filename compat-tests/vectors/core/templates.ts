import { decodeValue } from '../../../engine/config/decode.ts';
import { Run } from '../../../engine/go/run.ts';
import { toBytes } from '../../../engine/go/utf8.ts';
import { float64 } from '../../../engine/go/value.ts';
import { emptyNotification, notificationSchema, previewNotification } from '../../../engine/notification.ts';
import { Templates, templateFunctions } from '../../../engine/templates.ts';
import { timeGroup } from '../../../engine/variables.ts';
import { type CoreRow, resultOf, rowsOf } from './row.ts';

interface Rendering {
  readonly template: string;
  readonly message?: string;
  readonly parseError?: string;
  readonly execError?: string;
}

export interface TemplateVectors {
  readonly functions: readonly string[];
  readonly preview: readonly { readonly notification: unknown; readonly preview: string }[];
  readonly render: readonly Rendering[];
  readonly templateName: string;
  readonly vars: { readonly app: { readonly spec: Readonly<Record<string, unknown>> } & Record<string, unknown> };
}

/** The variables, of which JSON cannot tell the types. */
function variablesOf({ vars }: TemplateVectors): Record<string, unknown> {
  const spec = { ...vars.app.spec, fi: float64(Number(vars.app.spec['fi'])) };
  return { ...vars, app: { ...vars.app, spec }, secrets: { s: toBytes('sec') }, time: timeGroup };
}

function render(name: string, message: string, data: Record<string, unknown>): Omit<Rendering, 'template'> {
  const templates = new Templates();
  const added = resultOf(() => templates.add(name, { ...emptyNotification(), message }));
  if ('error' in added) return { parseError: added.error };
  const rendered = resultOf(() => templates.format({ data, run: new Run() }, [name]).message);
  return 'error' in rendered ? { execError: rendered.error } : { message: rendered.value };
}

/** Templates: their functions, what they give, and previews. */
export function* templateRows(data: TemplateVectors): Generator<CoreRow> {
  yield* rowsOf('functions', [data.functions], (want) => ({
    source: 'functions',
    want,
    got: [...templateFunctions.keys()].sort(),
  }));
  const variables = variablesOf(data);
  yield* rowsOf('render', data.render, ({ template, message, parseError, execError }) => ({
    source: template,
    want: { message, parseError, execError },
    got: render(data.templateName, template, variables),
  }));
  yield* rowsOf('preview', data.preview, ({ notification, preview }) => ({
    source: notification,
    want: preview,
    got: previewNotification(decodeValue(notification, notificationSchema, '').value),
  }));
}
