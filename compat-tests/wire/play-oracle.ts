import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { type SendResult, stepsOf } from './case.ts';
import type { PlacedCase } from './world.ts';

/** The Go oracle, and the file of the certificates that it shall trust. */
export interface Oracle {
  readonly path: string;
  readonly certificates: string;
  /** An empty folder. */
  readonly home: string;
}

interface GoAnswer {
  readonly ok: boolean;
  readonly error?: string;
  readonly phase?: string;
}

const deadline = 90_000;

/** What the Go engine's deliveries come to, in a process of the case's own. @throws {Error} when it panics or never ends */
export async function playOracle(c: PlacedCase, oracle: Oracle): Promise<SendResult[]> {
  const child = spawn(oracle.path, [], {
    env: { TZ: 'UTC', HOME: oracle.home, SSL_CERT_FILE: oracle.certificates, ...c.environment },
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: deadline,
  });
  const steps = stepsOf(c);
  const lines = steps.map(({ env, ...step }) => {
    const variables = { ...env, serviceType: step.destination.service, recipient: step.destination.recipient };
    return `${JSON.stringify({ kind: 'send', type: c.type, options: c.options, env: variables, ...step })}\n`;
  });
  child.stdin.on('error', () => child.kill()).end(lines.join(''));
  const answers = (await text(child.stdout)).split('\n').filter((line) => line !== '');
  if (answers.length < steps.length) throw new Error(`${c.type} ${c.id}: the oracle gave ${answers.length} answers`);
  return answers.map((line) => resultOf(c, JSON.parse(line) as GoAnswer));
}

function resultOf(c: PlacedCase, { ok, error = '', phase }: GoAnswer): SendResult {
  if (ok) return { ok };
  if (phase === 'panic') return { ok, error: `panic: ${error}` };
  if (phase === 'env' || phase === 'request' || phase === 'yaml')
    throw new Error(`${c.type} ${c.id}: ${phase}: ${error}`);
  return { ok, error };
}
