import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { PageServer } from '../../controller/page/index.ts';
import { messageOf } from '../../engine/errors.ts';
import { CliError } from '../errors.ts';
import { isFailure } from '../failure.ts';
import type { Io } from '../io.ts';
import { loadPreview } from '../preview/load.ts';
import { previewOf } from '../preview/model.ts';
import { asSample, timeline } from '../preview/objects.ts';
import { failurePage, previewPage, type Sample } from '../preview/page.ts';
import { watchFiles } from '../preview/watch.ts';
import { errorText } from '../report.ts';
import { sourceFlagsOf } from '../source/flags.ts';
import { Source } from '../source/source.ts';
import { examples } from './examples.ts';

interface PreviewFlags {
  readonly object?: string[];
  readonly port: string;
  readonly once?: boolean;
  readonly out?: string;
}

const samples: readonly Sample[] = ['plain', 'hostile'];

/** Adds `preview`. */
export function addPreviewCommand(program: Command, io: Io): void {
  program
    .command('preview')
    .description(
      'Shows on a local web page what each trigger does on each object, and each message as its reader sees it',
    )
    .option('--object <file>', 'an object of the timeline; may be repeated (default: samples)', collected)
    .option('--port <number>', 'the port on loopback', '0')
    .option('--once', 'writes the page to --out and ends')
    .option('--out <dir>', 'where --once writes index.html and hostile.html')
    .addHelpText(
      'after',
      examples({
        'follows a ConfigMap while you edit it': 'preview --config-map ./cm.yaml --secret :empty',
        'on RSyncs of your own': 'preview --config-map ./cm.yaml --secret :empty --object ./rsyncs.yaml',
        "on an Application's states": 'preview --argo --config-map ./cm.yaml --secret :empty',
        'writes it as files': 'preview --config-map ./cm.yaml --secret :empty --once --out ./preview',
      }),
    )
    .action(async (flags: PreviewFlags, command: Command) => {
      if ((flags.once === true) !== (flags.out !== undefined)) {
        throw new CliError('Usage', '--once and --out belong together');
      }
      if (flags.out !== undefined) await writePages(command, io, flags, flags.out);
      else await servePages(command, io, flags);
    });
}

function collected(value: string, all: readonly string[] = []): string[] {
  return [...all, value];
}

/** The document of one sample, of the files as they are now. */
async function documentFor(command: Command, io: Io, flags: PreviewFlags, page: { sample: Sample; nonce?: string }) {
  const source = new Source(sourceFlagsOf(command), io);
  const isFile = page.nonce === undefined;
  const hrefs = isFile ? { plain: 'index.html', hostile: 'hostile.html' } : { plain: '/', hostile: '/?sample=hostile' };
  try {
    const objects = await timeline(io, flags.object ?? [], source.flags.argo === true);
    const preview = await previewOf(await loadPreview(source), asSample(objects, page.sample));
    return previewPage(preview, { ...page, hrefs, subject: subjectOf(source) });
  } finally {
    await source.close();
  }
}

function subjectOf({ flags }: Source): string {
  return flags.configMap ? basename(flags.configMap) : 'the ConfigMap of the cluster';
}

async function writePages(command: Command, io: Io, flags: PreviewFlags, out: string): Promise<void> {
  const folder = io.files.absolute(out);
  mkdirSync(folder, { recursive: true });
  for (const sample of samples) {
    const file = join(folder, sample === 'plain' ? 'index.html' : `${sample}.html`);
    writeFileSync(file, await documentFor(command, io, flags, { sample }));
    io.stdout.write(`${file}\n`);
  }
}

/** Serves the page until it is interrupted, and has readers look again when a file changes. */
async function servePages(command: Command, io: Io, flags: PreviewFlags): Promise<void> {
  const { configMap, secret } = sourceFlagsOf(command);
  const server = new PageServer(async (url, nonce) => {
    if (url.pathname !== '/') return undefined;
    const sample = url.searchParams.get('sample') === 'hostile' ? 'hostile' : 'plain';
    try {
      return await documentFor(command, io, flags, { sample, nonce });
    } catch (error) {
      return failurePage(isFailure(error) ? errorText(error) : messageOf(error), configMap ?? '', nonce);
    }
  });
  const files = [configMap, secret, ...(flags.object ?? [])].filter(
    (file): file is string => file !== undefined && file !== '-' && file !== ':empty',
  );
  const watching = watchFiles(
    files.map((file) => io.files.absolute(file)),
    () => server.changed(),
  );
  try {
    io.stdout.write(`${await server.start(portOf(flags.port))}\n`);
    io.stderr.write('Shows the files as they are; ends with Ctrl-C.\n');
    if (!io.signal.aborted) await once(io.signal, 'abort');
  } finally {
    watching.close();
    await server.stop();
  }
}

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw new CliError('Usage', `--port: '${text}' is no port`);
}
