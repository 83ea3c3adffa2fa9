import { durationMs } from '../../controller/flags.ts';

/** The milliseconds of kubectl's `--request-timeout`: a Go duration, or seconds; by default and for 0 half a minute. @throws {ControllerError} `Usage` */
export function requestTimeoutMs(text: string | undefined): number {
  if (text === undefined || /^0+s?$/.test(text)) return 30_000;
  return durationMs('request-timeout', /^\d+$/.test(text) ? `${text}s` : text);
}
