import type { Rule } from '../rule.ts';

/** `$key` where it is not replaced. */
export const secretInText: Rule = {
  id: 'secret-in-text',
  severity: 'warning',
  what: 'A template or trigger has `$key` in it, and the Secret has that key.',
  why: 'References to secrets count in services only: the text is sent as it is.',
  mend: 'Use it in `service.…`; a template has secrets as `{{.secrets.key | toString}}`.',
  *check({ entries, secret }) {
    if (!secret || secret.entries.size === 0) return;
    for (const { key, value } of entries) {
      if (!key.startsWith('template.') && !key.startsWith('trigger.') && key !== 'context') continue;
      for (const { index, 1: name = '' } of value.text.matchAll(/\$([\w-]+)/g)) {
        if (!secret.entries.has(name) || inAction(value.text, index)) continue;
        yield { spot: value.at(index), path: `data.${key}`, message: `'$${name}' is not replaced by the secret here` };
      }
    }
  },
};

/** Whether an offset is between `{{` and `}}`, where `$x` is a variable. */
function inAction(text: string, offset: number): boolean {
  return text.lastIndexOf('{{', offset) > text.lastIndexOf('}}', offset);
}
