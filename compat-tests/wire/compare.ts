import type { RecordedRequest, Recording, WireCase } from './case.ts';

/** How two recordings of a case differ, a line for each difference; empty for none. Both are normalised. */
export function differences(c: WireCase, want: Recording, got: Recording): string[] {
  const found =
    c.unordered === true ? compareSets(want.requests, got.requests) : compareLists(want.requests, got.requests);
  for (let i = 0; i < Math.max(want.results.length, got.results.length); i++) {
    const prefix = want.results.length > 1 ? `delivery ${i + 1}: ` : '';
    const wanted = want.results[i];
    const gotten = got.results[i];
    found.push(...difference(`${prefix}ok`, String(wanted?.ok), String(gotten?.ok)));
    found.push(...difference(`${prefix}error`, wanted?.error ?? '', gotten?.error ?? ''));
  }
  return found;
}

function difference(what: string, want: string, got: string): string[] {
  return want === got
    ? []
    : [`${what}: want ${JSON.stringify(want)}`, `${' '.repeat(what.length)}  got  ${JSON.stringify(got)}`];
}

function compareLists(want: readonly RecordedRequest[], got: readonly RecordedRequest[]): string[] {
  const found = difference('number of requests', String(want.length), String(got.length));
  for (const [i, wanted] of want.entries()) {
    const gotten = got[i];
    if (!gotten) continue;
    const at = want.length > 1 ? `request ${i + 1} ` : '';
    found.push(...compareRequest(at, wanted, gotten), ...compareWaits(at, wanted.after ?? 0, gotten.after ?? 0));
  }
  for (const extra of got.slice(want.length)) found.push(`unwanted request: ${extra.line}`);
  return found;
}

function compareRequest(at: string, want: RecordedRequest, got: RecordedRequest): string[] {
  return [
    ...difference(`${at}to`, want.to, got.to),
    ...difference(`${at}line`, want.line, got.line),
    ...compareHeaders(at, want.headers, got.headers),
    ...difference(`${at}body`, want.body, got.body),
  ];
}

function compareHeaders(at: string, want: RecordedRequest['headers'], got: RecordedRequest['headers']): string[] {
  const lines = (headers: RecordedRequest['headers']) => headers.map(([name, value]) => `${name}: ${value}`);
  const [wanted, gotten] = [lines(want), lines(got)];
  const missing = without(wanted, gotten).map((line) => `${at}header missing: ${line}`);
  const unwanted = without(gotten, wanted).map((line) => `${at}header unwanted: ${line}`);
  if (missing.length + unwanted.length > 0) return [...missing, ...unwanted];
  return difference(`${at}order of headers`, wanted.join(', '), gotten.join(', '));
}

/** What `list` has more of than `other`. */
function without(list: readonly string[], other: readonly string[]): string[] {
  const left = [...other];
  return list.filter((item) => {
    const at = left.indexOf(item);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function compareWaits(at: string, want: number, got: number): string[] {
  const early = got < want - 1 || (want > 0 && got === 0);
  return early || got > want + 2 ? [`${at}after: want ${want} s, got ${got} s`] : [];
}

/** Requests made at the same time, compared in the order of their texts. */
function compareSets(want: readonly RecordedRequest[], got: readonly RecordedRequest[]): string[] {
  const sorted = (requests: readonly RecordedRequest[]) =>
    requests
      .map(({ after: _, ...request }) => request)
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return compareLists(sorted(want), sorted(got));
}
