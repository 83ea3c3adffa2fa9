import type { Answer, Case } from './case.ts';

/** Answers one kind of case. */
export type Answerer = (c: Case) => Answer;

/** The rooms that answer, loaded when a case first asks, so that a run over one language loads no other. */
const rooms: Readonly<Record<string, () => Promise<Answerer>>> = {
  expr: async () => (await import('./expr.ts')).answerExpr,
  tmpl: async () => (await import('./template.ts')).answerTemplate,
  tmplbase: async () => (await import('./template.ts')).answerTemplateBase,
  config: async () => (await import('./model.ts')).modelKinds.config,
  trigger: async () => (await import('./model.ts')).modelKinds.trigger,
  notification: async () => (await import('./model.ts')).modelKinds.notification,
  destinations: async () => (await import('./model.ts')).modelKinds.destinations,
};

/** The answer as Go writes it: without what is empty, and with U+FFFD for what is no UTF-8. */
function written({ output, v, error, ...rest }: Answer): Answer {
  return {
    ...rest,
    ...(output === null || output === undefined ? {} : { output }),
    ...(v === undefined || v === '' ? {} : { v: v.toWellFormed() }),
    ...(error === undefined ? {} : { error: error.toWellFormed() }),
  };
}

/** The answer to one case of the conformance protocol. Only a defect of ours gives the phase `crash`. */
export async function answer(c: Case): Promise<Answer> {
  const id = c.id === undefined ? {} : { id: c.id };
  const room = Object.hasOwn(rooms, c.kind) ? rooms[c.kind] : undefined;
  if (!room) return { ...id, ok: false, phase: 'request', error: `unknown kind ${c.kind}` };
  const answerer = await room();
  try {
    return { ...id, ...written(answerer(c)) };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...id, ok: false, phase: 'crash', error: text };
  }
}
