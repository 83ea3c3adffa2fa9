import { lookup } from 'node:dns/promises';
import { panic } from '../go/error.ts';
import { nativeRun } from '../go/native.ts';
import type { Run } from '../go/run.ts';
import type { GoFunc } from '../go/value.ts';

async function addressesOf(name: string): Promise<readonly string[]> {
  try {
    return (await lookup(name, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

/** An address of a host. @throws {Need} @throws {GoError} a panic, as sprig's, for a name without one */
function getHostByName(run: Run, name: string): string {
  const addresses = run.need(`getHostByName ${name}`, () => addressesOf(name)) as readonly string[];
  if (addresses.length === 0) throw panic('invalid argument to Intn');
  return addresses[Math.floor(Math.random() * addresses.length)] as string;
}

/** sprig's look-up of host names. */
export const networkFunctions: Readonly<Record<string, GoFunc>> = {
  getHostByName: nativeRun('func(string) string', getHostByName),
};
