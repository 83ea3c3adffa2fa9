import { GoError } from '../error.ts';
import { utc } from './location.ts';
import { monthString } from './names.ts';
import { quoteBytes, toByteString } from './quote.ts';
import type { GoTime } from './time.ts';
import { local } from './zone.ts';

/** Seconds from 0001-01-01, Go's zero time, to 1970-01-01. */
export const unixToInternal = 62_135_596_800;

/** The bytes of Go's `Time.MarshalBinary`. @throws {GoError} for an offset that they cannot hold */
export function marshalBinary(time: GoTime): Uint8Array {
  const { offset } = time.zone;
  const seconds = time.location === utc ? 0 : offset % 60;
  const minutes = time.location === utc ? -1 : Math.trunc(offset / 60);
  if (time.location !== utc && (minutes < -32768 || minutes === -1 || minutes > 32767)) {
    throw new GoError('Time.MarshalBinary: unexpected zone offset');
  }
  const view = new DataView(new ArrayBuffer(seconds === 0 ? 15 : 16));
  view.setUint8(0, seconds === 0 ? 1 : 2);
  view.setBigInt64(1, BigInt(time.seconds) + BigInt(unixToInternal));
  view.setInt32(9, time.nanoseconds);
  view.setInt16(13, minutes);
  if (seconds !== 0) view.setInt8(15, seconds);
  return new Uint8Array(view.buffer);
}

/** The Go expression of a time, as `%#v` prints it. */
export function goString(time: GoTime): string {
  const { date, hour, minute, second } = time.clock;
  const fields = [date.year, `time.${monthString(date.month)}`, date.day, hour, minute, second, time.nanoseconds];
  return `time.Date(${fields.join(', ')}, ${locationText(time)})`;
}

function locationText({ location }: GoTime): string {
  if (location === utc) return 'time.UTC';
  return location === local ? 'time.Local' : `time.Location(${quoteBytes(toByteString(location.name))})`;
}
