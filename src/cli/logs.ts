import type { Argv } from 'yargs';
import { readLines } from '../io/foreground.js';
import type { PodmanProgram } from '../io/podman.js';
import { previousLog } from '../io/previous-log.js';
import { type Choice, chooseContainers } from '../living/find-container.js';
import type { FoundPod } from '../living/find-pods.js';
import type { Command } from './command.js';
import { type ExitCode, exitCode } from './exit.js';
import { interruptSignal } from './interrupt.js';
import { printJsonLine } from './json-result.js';
import { type LivingOptions, livingOptions, locate } from './living-options.js';
import { isColourful, print, say } from './output.js';

export interface LogsOptions extends LivingOptions {
  readonly target?: readonly string[];
  readonly selector?: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly allContainers: boolean;
  readonly timestamps: boolean;
  readonly prefix?: boolean;
  readonly tail?: number;
  readonly since?: string;
  readonly sinceTime?: string;
  readonly output: 'text' | 'json';
}

/** `kube2pod logs`: what containers wrote, by Kubernetes' names. */
export const logsCommand: Command<LogsOptions> = {
  builder: (cli) =>
    cli
      .positional('target', { type: 'string', array: true, describe: 'A pod, or KIND/NAME of what has pods' })
      .options({
        ...livingOptions,
        output: {
          alias: 'o',
          choices: ['text', 'json'] as const,
          default: 'text' as const,
          describe: 'json: a line of JSON for each line, with pod and container',
        },
        selector: {
          alias: 'l',
          type: 'string',
          requiresArg: true,
          describe: 'All pods with these labels, such as app=web',
        },
        follow: { alias: 'f', type: 'boolean', default: false, describe: 'Go on until Ctrl-C' },
        previous: {
          alias: 'p',
          type: 'boolean',
          default: false,
          describe: 'What the container wrote before its last restart',
        },
        'all-containers': { type: 'boolean', default: false, describe: 'All containers of each pod' },
        timestamps: { type: 'boolean', default: false, describe: 'Each line with its time' },
        prefix: {
          type: 'boolean',
          describe: 'Each line with its pod and container (default: on a terminal, when there are several)',
        },
        tail: { type: 'number', requiresArg: true, describe: 'Only that many of the last lines' },
        since: {
          type: 'string',
          requiresArg: true,
          describe: 'Only what is newer than, for example, 5s, 2m or 3h',
        },
        'since-time': {
          type: 'string',
          requiresArg: true,
          describe: 'Only what is newer than a time (RFC 3339)',
        },
      }) as unknown as Argv<LogsOptions>,
  run: showLogs,
};

/** One container whose output is shown. */
interface Stream {
  readonly pod: string;
  readonly container: string;
  readonly podmanName: string;
}

async function showLogs(options: LogsOptions): Promise<ExitCode> {
  const located = await locate({ words: options.target ?? [], selector: options.selector }, options);
  if ('exit' in located) return located.exit;
  const streams = streamsOf(located.found.pods, options);
  if ('missing' in streams) {
    say(`kube2pod: ${streams.missing}`);
    return exitCode.findings;
  }
  if (streams.length === 0) {
    say('kube2pod: it has no pods now');
    return exitCode.fine;
  }
  const signal = interruptSignal();
  const tasks = streams.map(
    (stream, index) => () =>
      showStream(stream, linePrinter(stream, index, streams, options), { located, options, signal }),
  );
  const codes = options.follow ? await Promise.all(tasks.map((task) => task())) : await inTurn(tasks);
  if (signal.aborted) return exitCode.interrupted;
  return codes.find((code) => code !== exitCode.fine) ?? exitCode.fine;
}

async function inTurn(tasks: readonly (() => Promise<ExitCode>)[]): Promise<readonly ExitCode[]> {
  const codes: ExitCode[] = [];
  for (const task of tasks) codes.push(await task());
  return codes;
}

function streamsOf(
  pods: readonly FoundPod[],
  options: LogsOptions,
): readonly Stream[] | { readonly missing: string } {
  const choice: Choice = options.allContainers
    ? 'all'
    : options.container === undefined
      ? {}
      : { name: options.container };
  const streams: Stream[] = [];
  const notes = new Set<string>();
  for (const pod of pods) {
    const chosen = chooseContainers(pod, choice);
    if ('missing' in chosen) return chosen;
    if (chosen.note !== undefined) notes.add(chosen.note);
    for (const { name, podmanName } of chosen.containers)
      streams.push({ pod: pod.name, container: name, podmanName });
  }
  for (const note of notes) say(note);
  return streams;
}

interface Showing {
  readonly located: { readonly program: PodmanProgram };
  readonly options: LogsOptions;
  readonly signal: AbortSignal;
}

async function showStream(
  { podmanName, container, pod }: Stream,
  onLine: (line: string) => void,
  { located: { program }, options, signal }: Showing,
): Promise<ExitCode> {
  if (options.previous) {
    const lines = await previousLog(program, podmanName, options.tail);
    if (lines === undefined) {
      say(`kube2pod: previous terminated container "${container}" in pod "${pod}" not found`);
      return exitCode.findings;
    }
    for (const line of lines) onLine(options.timestamps ? line : line.slice(line.indexOf(' ') + 1));
    return exitCode.fine;
  }
  const code = await readLines(program, { words: podmanWords(podmanName, options), onLine }, signal);
  return code === 0 ? exitCode.fine : exitCode.podmanFailed;
}

/** Source: man podman-logs(1). */
function podmanWords(podmanName: string, options: LogsOptions): readonly string[] {
  const { follow, tail, timestamps, since, sinceTime } = options;
  const from = sinceTime ?? since;
  return [
    'logs',
    ...(follow ? ['--follow'] : []),
    ...(timestamps ? ['--timestamps'] : []),
    ...(tail === undefined || tail < 0 ? [] : ['--tail', String(tail)]),
    ...(from === undefined ? [] : ['--since', from]),
    podmanName,
  ];
}

/** Colours that are told apart on dark and light ground. */
const colours = [36, 33, 32, 35, 34, 96, 93, 92, 95, 94];

/** Prints the lines of one container; those of several get the container's name before them on a terminal. */
function linePrinter(
  { pod, container }: Stream,
  index: number,
  streams: readonly Stream[],
  options: LogsOptions,
): (line: string) => void {
  if (options.output === 'json') return (line) => printJsonLine({ pod, container, line });
  const isPrefixed = options.prefix ?? (streams.length > 1 && process.stdout.isTTY === true);
  if (!isPrefixed) return print;
  const name = `[pod/${pod}/${container}]`;
  const colour = colours[index % colours.length];
  const shown = isColourful(process.stdout) ? `\u001b[${colour}m${name}\u001b[0m` : name;
  return (line) => print(`${shown} ${line}`);
}
