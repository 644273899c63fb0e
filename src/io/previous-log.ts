import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { label } from '../reconcile/labels.js';
import type { ContainerRules } from '../supervisor/model.js';
import { rulesOf } from '../supervisor/rules.js';
import { readLines } from './foreground.js';
import { type PodmanProgram, runPodman } from './podman.js';
import { supervisorFile } from './supervise/status.js';

/** As many lines as are kept of a container that was replaced. */
const keptLines = 5000;

const never = new AbortController().signal;

/**
 * Keeps what a container wrote, before it is removed and made anew: Podman removes its log with it, and the reason of a
 * crash is what people look for. Lines have their time before them.
 */
export async function keepLog(
  program: PodmanProgram,
  { name, id }: { readonly name: string; readonly id: string },
): Promise<void> {
  const path = await keptFile(program, name);
  if (path === undefined) return;
  const lines = await linesOf(program, ['logs', '--timestamps', '--tail', String(keptLines), id]);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
}

/**
 * What a container wrote before it was last started, each line with its time; undefined when it never restarted. A
 * container that the supervisor made anew has a kept log; one that Podman started again wrote all to one log.
 */
export async function previousLog(
  program: PodmanProgram,
  name: string,
  tail: number | undefined,
): Promise<readonly string[] | undefined> {
  const shown = [
    '--type',
    'container',
    '--format',
    '{{json .Config.Labels}}\n{{.RestartCount}}\n{{json .State.StartedAt}}',
  ];
  const inspected = await runPodman(program, ['inspect', ...shown, name]);
  if (inspected.code !== 0) return undefined;
  const [labels = '{}', restarts = '0', started = '""'] = inspected.stdout.toString('utf8').split('\n');
  const { [label.rules]: rules } = JSON.parse(labels) as { readonly [name: string]: string };
  const lines =
    (rulesOf<ContainerRules>(rules)?.restarts ?? 0) > 0
      ? await keptLog(program, name)
      : Number(restarts) > 0
        ? await linesOf(program, ['logs', '--timestamps', '--until', JSON.parse(started) as string, name])
        : undefined;
  return tail === undefined || tail < 0 ? lines : lines?.slice(Math.max(0, lines.length - tail));
}

async function keptLog(program: PodmanProgram, name: string): Promise<readonly string[] | undefined> {
  const path = await keptFile(program, name);
  const text = path === undefined ? undefined : await readFile(path, 'utf8').catch(() => undefined);
  return text?.split('\n').slice(0, -1);
}

function keptFile(program: PodmanProgram, name: string): Promise<string | undefined> {
  return supervisorFile(program, `previous/${name}.log`);
}

async function linesOf(program: PodmanProgram, words: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = [];
  await readLines(program, { words, onLine: (line) => lines.push(line) }, never);
  return lines;
}
