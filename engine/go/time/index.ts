export {
  clampDuration,
  durationMethod,
  durationString,
  durationString as formatDuration,
  hour,
  inUnits,
  maxDuration,
  minDuration,
  minute,
  parseDuration,
  roundDuration,
  second,
  truncateDuration,
} from './duration.ts';
export * as layouts from './layout.ts';
export { fixedZone, Location, utc } from './location.ts';
export {
  dayNames,
  monthMethod,
  monthNames,
  monthString,
  shortDayNames,
  shortMonthNames,
  weekdayMethod,
  weekdayString,
} from './names.ts';
export { parseTime } from './parse.ts';
export { fromInstant, fromNanoseconds, fromWallClock, GoTime, type WallClock, zeroTime } from './time.ts';
export { loadLocation, local, Zones } from './zone.ts';
