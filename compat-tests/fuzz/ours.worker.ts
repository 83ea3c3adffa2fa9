import { parentPort } from 'node:worker_threads';
import { decodeKubernetes } from '../../engine/go/json.ts';
import { answer } from '../conformance/answer.ts';
import type { Case } from '../conformance/case.ts';

// Answers each line it is sent, one message a line, so that whoever waits can tell which one hangs.

parentPort?.on('message', async (line: string) => {
  parentPort?.postMessage(JSON.stringify(await answer(decodeKubernetes(line) as Case)));
});
