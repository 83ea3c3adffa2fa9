import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completionScript } from './scripts.ts';

// Each script in its own shell; `program` tells what it was asked in the file `asked`, and answers with $ANSWER.

let folder = '';
const path = (name: string) => join(folder, name);
const at = (name: string) => readFileSync(path(name), 'utf8');
const lines = (text: string) => text.split('\n').filter((line) => line !== '');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'argo-notifications-completion-'));
  mkdirSync(path('here'));
  writeFileSync(path('here/cm.yaml'), '');
  mkdirSync(path('functions'));
  writeFileSync(path('functions/_program'), completionScript('zsh', 'program') ?? '');
  const program = `#!/bin/sh\nprintf '<%s>' "$@" >${path('asked')}\nprintf '%s\\n' "$ANSWER"\n`;
  writeFileSync(path('program'), program, { mode: 0o755 });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function shell(command: string, args: readonly string[], answer = ''): string {
  const env = { PATH: `${folder}:${process.env['PATH']}`, HOME: folder, TERM: 'dumb', ANSWER: answer };
  writeFileSync(path('asked'), '');
  const { stdout, status } = spawnSync(command, args, { env, cwd: path('here'), encoding: 'utf8', timeout: 20_000 });
  if (status !== 0) throw new Error(`${command} ends with ${status}: ${stdout}`);
  return stdout;
}

const present = (command: string) => spawnSync(command, ['-c', 'true']).status === 0;

it.each([
  ['candidates', 'run\trun it\nget\tget it\n:4', 'run get|'],
  ['files', ':0', '|-o default'],
  ['nothing', ':4', '|'],
])('in bash, of %s', (_, answer, want) => {
  const script = `
    program() { printf '%s\\n' "$*" >&2; printf '%s' "$ANSWER"; }
    compopt() { options="$*"; }
    ${completionScript('bash', 'program')}
    COMP_WORDS=(program trigger '' later) COMP_CWORD=2
    _configsync_notifications 2>/dev/null
    printf '%s' "\${COMPREPLY[*]}|$options"`;
  expect(shell('bash', ['-c', script], answer)).toBe(want);
});

const described = 'run\trun: it\nget\tget it\n:4';

/** A line up to the cursor, what the program answers, what it was asked, what the shell offers. */
const cases: readonly (readonly [line: string, answer: string, asked: string, offered: readonly string[]])[] = [
  ['trigger ', described, '<__complete><trigger><>', ['get', 'run']],
  [
    'trigger get --config-map cm.yaml o',
    'on-a\non-b\n:4',
    '<__complete><trigger><get><--config-map><cm.yaml><o>',
    ['on-a', 'on-b'],
  ],
  ['trigger -o=y', '-o=yaml\n:4', '<__complete><trigger><-o=y>', ['-o=yaml']],
  ['lint ', ':0', '<__complete><lint><>', ['cm.yaml']],
  ['lint --config-map=', ':0', '<__complete><lint><--config-map=>', ['--config-map=cm.yaml']],
  ['lint --config-map=c', ':0', '<__complete><lint><--config-map=c>', ['--config-map=cm.yaml']],
  ["lint 'a b' c", ':0', '<__complete><lint><a b><c>', ['cm.yaml']],
  ['lint --namespace ', ':4', '<__complete><lint><--namespace><>', []],
];

describe.skipIf(!present('fish'))('in fish, which is skipped where it is not installed', () => {
  const complete = (line: string, answer: string) =>
    lines(
      shell(
        'fish',
        ['--no-config', '-c', `${completionScript('fish', 'program')}\ncomplete -C $argv[1]`, '--', `program ${line}`],
        answer,
      ),
    );

  it.each(cases)('of "%s" answered by %j', (line, answer, asked, offered) => {
    const got = complete(line, answer).map((each) => each.split('\t')[0]);
    expect({ asked: at('asked'), offered: got }).toEqual({ asked, offered });
  });

  it('shows descriptions', () => {
    expect(complete('trigger ', described)).toEqual(['get\tget it', 'run\trun: it']);
  });
});

/** Types a line and a tab into an interactive zsh, whose `compadd` writes what would be offered. */
const typing = `
  zmodload zsh/zpty
  zpty z zsh -f -i
  zpty -w z "fpath=($FUNCTIONS $fpath); autoload -Uz compinit; compinit -u -D; $LOAD"
  zpty -w z 'compadd() {
    if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
    local -a matches; builtin compadd -A matches "$@"
    local each; for each in $matches; do print -r -- "$IPREFIX$each" >>$OFFERED; done
  }'
  zpty -w z 'leave() { exit 0 }; zle -N leave; bindkey "^I" complete-word; bindkey "^D" leave'
  zpty -w z 'zle-line-init() { print REA""DY }; zle -N zle-line-init'
  while zpty -r z line; do [[ $line == *READY* ]] && break; done
  zpty -w -n z "$LINE"$'\\t\\x04'
  while zpty -r z line; do :; done
  zpty -d z
`;

describe.skipIf(!present('zsh'))('in zsh, which is skipped where it is not installed', () => {
  function complete(line: string, answer: string, load: string): string[] {
    writeFileSync(path('offered'), '');
    const assigned = Object.entries({ FUNCTIONS: path('functions'), LOAD: load, LINE: `program ${line}` });
    const exported = assigned.map(([name, value]) => `${name}='${value.replaceAll("'", `'\\''`)}'`).join(' ');
    shell('zsh', ['-f', '-c', `export OFFERED=${path('offered')} ${exported}\n${typing}`], answer);
    return [...new Set(lines(at('offered')))].toSorted();
  }

  it.each(cases)('of "%s" answered by %j', (line, answer, asked, offered) => {
    const got = complete(line, answer, `source ${path('functions/_program')}`);
    expect({ asked: at('asked'), offered: got }).toEqual({ asked, offered });
  });

  it('as a file of fpath', () => {
    expect(complete('trigger ', described, '')).toEqual(['get', 'run']);
  });
});
