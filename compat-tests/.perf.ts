import { parse } from '/work/main/engine/template/index.ts';
import { sprigFunctions } from '/work/main/engine/sprig/index.ts';
import { Run } from '/work/main/engine/go/run.ts';
const cases: [string,string][] = [];
const s16 = '{{$s := repeat 2000000 "aé \\"b c"}}';
for (const f of ['quote $s','squote $s','upper $s','title $s','swapcase $s','snakecase $s','camelcase $s','kebabcase $s','initials $s','nospace $s','wrap 10 $s','wrapWith 10 "x" $s','indent 2 $s','replace "a" "b" $s','replace "" "b" $s','trim $s','trunc 1000000 $s','substr 5 1000000 $s','abbrev 1000000 $s','abbrevboth 10 100000 $s','toJson $s','fromJson $s','toJson $s | fromJson','html $s','js $s','urlquery $s','printf "%q" $s','printf "%x" $s','printf "%+q" $s','printf "%s" $s','len $s','slice $s','slice $s 1 5','index $s 5','sha256sum $s','adler32sum $s','b64enc $s','b32enc $s','b64enc $s | b64dec','b32enc $s | b32dec','splitList "a" $s','regexMatch "(a|b)*c" $s','regexReplaceAll "a" $s "b"','regexFindAll "a" $s 3','regexQuoteMeta $s','urlParse $s','semver $s','semverCompare $s "1.2.3"','toDate "2006" $s','date $s now','clean $s','base $s','dir $s','atoi $s','float64 $s','int $s','duration $s','durationRound $s','until 900000','seq 1 100000','bcrypt "x"','derivePassword 1 "long" $s "a" "b"','encryptAES $s $s','shuffle $s','untitle $s','plural $s $s 1','contains "é x" $s','hasPrefix $s $s','ternary $s $s true','sortAlpha (splitList "b" (trunc 1000000 $s))','uniq (splitList "b" (trunc 100000 $s))','fail $s', 'eq $s (print $s "")', 'lt $s $s', 'split "é" (trunc 100000 $s)', 'join "," (splitList "é" (trunc 1000000 $s))']) cases.push([f, s16 + `{{$x := ${f}}}`]);
for (const [name, src] of cases) {
  const t = performance.now(); let r='ok';
  try { parse('t', src, sprigFunctions).execute({}, new Run()); } catch (e) { r = String((e as Error).message).slice(-90); }
  const d = performance.now()-t;
  if (d > 150 || process.argv[2]) console.log(name.padEnd(40), d.toFixed(0).padStart(7), r);
}
