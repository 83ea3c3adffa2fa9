import { native } from '../go/native.ts';
import { base, clean, dir, ext, isAbs } from '../go/path.ts';
import type { GoFunc } from '../go/value.ts';

const functions = {
  base: native('func(string) string', base),
  dir: native('func(string) string', dir),
  clean: native('func(string) string', clean),
  ext: native('func(string) string', ext),
  isAbs: native('func(string) bool', isAbs),
};

/** sprig's path functions. Those of package path/filepath, `osBase` and so on, are the same on Linux. */
export const pathFunctions: Readonly<Record<string, GoFunc>> = {
  ...functions,
  osBase: functions.base,
  osDir: functions.dir,
  osClean: functions.clean,
  osExt: functions.ext,
  osIsAbs: functions.isAbs,
};
