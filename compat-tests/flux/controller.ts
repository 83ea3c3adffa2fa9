import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Program } from '../chaos/program.ts';
import { freePort } from '../free-port.ts';
import type { FluxEvent } from './objects.ts';

export interface FluxOptions {
  readonly binary: string;
  readonly kubeconfig: string;
  readonly log: string;
}

const requestDeadline = 20_000;
const startDeadline = 60_000;

/** A process of Flux's notification-controller, with the flags of its own Deployment but for leader election. */
export class FluxController {
  readonly program: Program;
  private readonly port: number;

  private constructor(program: Program, port: number) {
    this.program = program;
    this.port = port;
  }

  /** A process that may not be ready yet. */
  static async start({ binary, kubeconfig, log }: FluxOptions): Promise<FluxController> {
    const port = await freePort();
    const any = '127.0.0.1:0';
    const args = [
      ...['--watch-all-namespaces', '--log-level=info', '--log-encoding=json', `--events-addr=127.0.0.1:${port}`],
      ...[`--metrics-addr=${any}`, `--health-addr=${any}`, `--receiverAddr=${any}`],
    ];
    const environment = { KUBECONFIG: kubeconfig, RUNTIME_NAMESPACE: 'flux-system' };
    return new FluxController(new Program(binary, args, log, environment), port);
  }

  /** The status that an event is answered with: 202 when it is accepted, 429 when it is held to be a repetition. */
  async post(event: FluxEvent): Promise<number> {
    const outgoing = request({
      ...{ host: '127.0.0.1', port: this.port, method: 'POST', path: '/', agent: false },
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(requestDeadline),
    });
    outgoing.end(JSON.stringify(event));
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    response.resume();
    return response.statusCode ?? 0;
  }

  /**
   * Posts one event after another, a new one each 10 ms, until `arrived` holds.
   * @throws {Error} when it ends or takes a minute
   */
  async warmUp(event: (attempt: number) => FluxEvent, arrived: () => boolean): Promise<void> {
    const until = Date.now() + startDeadline;
    for (let attempt = 1; !arrived(); attempt++) {
      if (!this.program.running || Date.now() > until) {
        throw new Error(`Flux's controller is not ready: ${this.program.output().slice(-2000)}`);
      }
      await this.post(event(attempt)).catch(() => undefined);
      await sleep(10);
    }
  }
}
