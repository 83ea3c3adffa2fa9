import { readFileSync } from 'node:fs';

/** What the last stage of a Dockerfile describes. */
export interface ImageConfig {
  /** Its base image. */
  readonly from: string;
  /** What is copied: from a path of the stage that builds, or of the repository, to a path of the image. */
  readonly copies: readonly { readonly stage?: string; readonly from: string; readonly to: string }[];
  readonly env: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly user: string;
  readonly workdir: string;
  /** ENTRYPOINT and CMD. */
  readonly command: readonly string[];
}

/** What the stage that builds copies from the repository. */
export function sourcesOf(file: string): string[] {
  const copies = stagesOf(readFileSync(file, 'utf8'))[0]?.filter(([name]) => name === 'COPY') ?? [];
  return copies.flatMap(([, text]) => text.split(/\s+/).slice(0, -1));
}

/**
 * The image that a Dockerfile describes.
 * @throws {Error} for an instruction of its last stage that is not known here
 */
export function readDockerfile(file: string): ImageConfig {
  const stage = stagesOf(readFileSync(file, 'utf8')).at(-1) ?? [];
  const config = { from: '', copies: [], env: {}, labels: {}, user: '', workdir: '/', command: [] as string[] };
  return stage.reduce<ImageConfig>(take, config);
}

type Instruction = readonly [name: string, text: string];

/** The instructions of each stage, continued lines joined, comments left out. */
function stagesOf(text: string): Instruction[][] {
  const stages: Instruction[][] = [];
  for (const line of text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')) {
    const [, name = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'FROM') stages.push([]);
    if (name !== '') stages.at(-1)?.push([name, rest]);
  }
  return stages;
}

function take(config: ImageConfig, [name, text]: Instruction): ImageConfig {
  switch (name) {
    case 'FROM':
      return { ...config, from: text };
    case 'ARG':
      return config;
    case 'LABEL':
      return { ...config, labels: { ...config.labels, ...assignments(text) } };
    case 'ENV':
      return { ...config, env: { ...config.env, ...assignments(text) } };
    case 'COPY':
      return { ...config, copies: [...config.copies, copyOf(text)] };
    case 'USER':
      return { ...config, user: text };
    case 'WORKDIR':
      return { ...config, workdir: text };
    case 'ENTRYPOINT':
    case 'CMD':
      return { ...config, command: [...config.command, ...(JSON.parse(text) as string[])] };
    default:
      throw new Error(`the Dockerfile has an instruction that this check does not know: ${name} ${text}`);
  }
}

function assignments(text: string): Record<string, string> {
  const found = text.matchAll(/([\w.]+)=("[^"]*"|\S*)/g);
  return Object.fromEntries(Array.from(found, ([, key = '', value = '']) => [key, value.replace(/^"|"$/g, '')]));
}

function copyOf(text: string): ImageConfig['copies'][number] {
  const words = text.split(/\s+/);
  const stage = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  const [from = '', to = ''] = words.filter((word) => !word.startsWith('--'));
  return stage === undefined ? { from, to } : { stage, from, to };
}
