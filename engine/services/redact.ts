/** What stands for a secret, as Go's url package writes it. */
const mask = 'xxxxx';
/** Shorter values would mask ordinary words. */
const shortest = 3;

/** The text with every one of the secrets masked, also where it is URL-encoded, JSON-quoted or base64. */
export function redact(text: string, secrets: Iterable<string>): string {
  let shown = text;
  for (const form of forms(secrets)) if (shown.includes(form)) shown = shown.replaceAll(form, mask);
  return shown;
}

/** The forms of the secrets, longest first, so that no part of a long one stays. */
function forms(secrets: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const secret of secrets) {
    for (const each of [secret, secret.trim()]) {
      if (each.length < shortest) continue;
      found.add(each);
      found.add(encodeURIComponent(each.toWellFormed()));
      found.add(encodeURI(each.toWellFormed()));
      found.add(JSON.stringify(each).slice(1, -1));
      if (each.length >= 8) found.add(Buffer.from(each).toString('base64').replace(/=+$/, ''));
    }
  }
  return [...found].sort((a, b) => b.length - a.length);
}

/** The secret parts of a basic authorization: the password, and the token that both make. */
export function basicSecrets(username: string, password: string): string[] {
  if (password === '') return [];
  return [password, Buffer.from(`${username}:${password}`).toString('base64')];
}
