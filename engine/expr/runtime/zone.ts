import type { Location } from '../../go/time/index.ts';
import { type GoType, parseType } from '../../go/type.ts';
import { GoObject } from '../../go/value.ts';

const zoneType = parseType('time.Location');

/** What a `*time.Location` points to. It has no methods, and no fields that an expression could see. */
export class Zone extends GoObject {
  readonly type: GoType = zoneType;
  private readonly location: Location;

  constructor(location: Location) {
    super();
    this.location = location;
  }

  override equals(other: unknown): boolean {
    return other instanceof Zone && this.location.deeplyEquals(other.location);
  }
}
