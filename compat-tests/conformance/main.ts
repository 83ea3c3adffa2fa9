import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { decodeKubernetes } from '../../engine/go/json.ts';
import { answer } from './answer.ts';
import type { Answer, Case } from './case.ts';

async function answerLine(line: string): Promise<Answer> {
  let parsed: unknown;
  try {
    parsed = decodeKubernetes(line);
  } catch (error) {
    return { ok: false, phase: 'request', error: (error as Error).message };
  }
  return answer(parsed as Case);
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  if (line.trim() === '') continue;
  if (!process.stdout.write(`${JSON.stringify(await answerLine(line))}\n`)) await once(process.stdout, 'drain');
}
