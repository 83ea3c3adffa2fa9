import { ControllerError } from './errors.ts';
import { durationMs, type Flags, type ParsedFlags } from './flags.ts';

/** The times of a leader election, in milliseconds. */
export interface LeaseTimes {
  /** How long the others wait for a holder that is silent. */
  readonly durationMs: number;
  /** How long the holder acts without having renewed. */
  readonly deadlineMs: number;
  /** Time between tries. */
  readonly retryMs: number;
}

/** The flags of a leader election, by the names and with the defaults of Kubernetes' own components. */
export const leaseFlags = {
  leaseDuration: {
    flag: 'leader-elect-lease-duration',
    argument: 'duration',
    fallback: '15s',
    help: 'how long the others wait for a leader that is silent',
  },
  renewDeadline: {
    flag: 'leader-elect-renew-deadline',
    argument: 'duration',
    fallback: '10s',
    help: 'how long the leader acts without having renewed its Lease',
  },
  retryPeriod: {
    flag: 'leader-elect-retry-period',
    argument: 'duration',
    fallback: '2s',
    help: 'time between two tries to get or renew the Lease',
  },
} satisfies Flags;

/**
 * The times that flags say.
 * @throws {ControllerError} `Usage` when a leader could still act while another one takes over, or has no time for a second try
 */
export function leaseTimesOf({ required }: Pick<ParsedFlags, 'required'>): LeaseTimes {
  const of = (name: keyof typeof leaseFlags) => durationMs(leaseFlags[name].flag, required(name));
  const times = { durationMs: of('leaseDuration'), deadlineMs: of('renewDeadline'), retryMs: of('retryPeriod') };
  inOrder('leaseDuration', 'renewDeadline', times.durationMs, times.deadlineMs);
  inOrder('renewDeadline', 'retryPeriod', times.deadlineMs, times.retryMs * jitter);
  if (times.durationMs < 1_000) throw usage('leaseDuration', 'is less than a second, which no Lease can say');
  return times;
}

/** As client-go has it: a retry may take a fifth longer than its period. */
const jitter = 1.2;

type Name = keyof typeof leaseFlags;

function inOrder(long: Name, short: Name, longMs: number, shortMs: number): void {
  if (longMs <= shortMs) throw usage(long, `must be longer than --${leaseFlags[short].flag}`);
}

function usage(name: Name, text: string): ControllerError {
  return new ControllerError('Usage', `--${leaseFlags[name].flag}`, text);
}
