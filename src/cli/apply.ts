import type { Argv } from 'yargs';
import { openConnection, type PodmanConnection } from '../io/connection.js';
import { isElsewhere } from '../io/elsewhere/place.js';
import { run } from '../io/run.js';
import { isProblem } from '../io/run-result.js';
import { setOf, setOption } from './apply-set.js';
import { explainProblem, refuse, tell, tellStuck } from './apply-told.js';
import type { Command } from './command.js';
import { type ExitCode, exitCode } from './exit.js';
import { type IngressOptions, ingressOptions, ingressSettings } from './ingress-options.js';
import { baseDirectory, type Input, inputOptions, namespaceOption, readInput } from './input.js';
import { interruptSignal } from './interrupt.js';
import { outputOption, say } from './output.js';
import {
  type AskedOverrides,
  type OverrideOptions,
  overrideOptions,
  overridesOf,
} from './override-options.js';
import { podmanOptions, podmanProgram } from './podman-options.js';
import { defaultSituation } from './target-options.js';
import { timeoutOf, waitAndTell, waitOptions } from './wait.js';

export interface ApplyOptions extends OverrideOptions, IngressOptions {
  readonly files?: readonly string[];
  readonly filename: readonly string[];
  readonly recursive: boolean;
  readonly namespace?: string;
  readonly prune: boolean;
  readonly set?: string;
  readonly dryRun: boolean;
  readonly supervise: boolean;
  readonly validate: 'strict' | 'warn' | 'ignore' | 'true' | 'false';
  readonly allowedUnsafeSysctls: readonly string[];
  readonly wait: boolean;
  readonly timeout?: string;
  readonly quiet: boolean;
  readonly output: 'text' | 'json';
}

/** `kube2pod apply`: makes Podman run what the manifests say. */
export const applyCommand: Command<ApplyOptions> = {
  builder: (cli) =>
    cli
      .positional('files', { type: 'string', array: true, describe: 'Files, folders, globs, URLs, or -' })
      .options({
        ...inputOptions,
        ...namespaceOption,
        ...podmanOptions,
        ...setOption,
        prune: {
          type: 'boolean',
          default: false,
          describe:
            'Also remove what an earlier apply of the same files (or --set) made and is not in them now',
        },
        'dry-run': {
          type: 'boolean',
          default: false,
          describe: 'Show what would be done, and change nothing',
        },
        supervise: {
          type: 'boolean',
          default: true,
          describe:
            'Probe and restart as a node does, by a process in the background (--no-supervise: Podman alone)',
        },
        validate: {
          choices: ['strict', 'warn', 'ignore', 'true', 'false'] as const,
          default: 'strict' as const,
          describe:
            'strict: what the API server would refuse is not applied; warn: run what can be understood',
        },
        'allowed-unsafe-sysctls': {
          type: 'string',
          array: true,
          nargs: 1,
          default: [] as string[],
          describe:
            'Sysctls beyond the safe ones that pods may set, as the kubelet’s flag: kernel.msg*,net.core.somaxconn',
        },
        ...waitOptions,
        ...ingressOptions,
        ...overrideOptions,
        quiet: { alias: 'q', type: 'boolean', default: false, describe: 'Print errors only' },
        ...outputOption,
      }) as unknown as Argv<ApplyOptions>,
  run: applyManifests,
};

/** Pods of another machine are not reached from here, and what is watched here ends when this machine does. */
const unwatchedElsewhere =
  'Podman is reached through a connection, so that its own means restart and probe (as with --no-supervise). ' +
  'Run kube2pod on that machine to have probes, Services and Jobs as on a node.';

async function applyManifests(options: ApplyOptions): Promise<ExitCode> {
  const asked = overridesOf(options);
  if (asked === undefined) return exitCode.usage;
  // Podman's service starts while the manifests are read.
  const program = podmanProgram(options as unknown as { readonly [name: string]: unknown });
  const opening = openConnection(program);
  const remote = isElsewhere(program);
  // What is only made is nobody's to watch: the supervisor would start it.
  const supervise = options.supervise && options.start && !remote;
  if (remote && options.supervise && !options.quiet) say(`kube2pod: ${unwatchedElsewhere}`);
  const names = { ...options, filename: [...options.filename, ...options.configmap] };
  const target = { ...defaultSituation.target, remote };
  const input = await readInput(names, { ...defaultSituation, target, supervised: supervise });
  const isReadable = input !== undefined && holdsConfigMaps(input, options);
  const code = isReadable
    ? await applyInput(input, { ...options, supervise, asked }, opening)
    : exitCode.usage;
  (await opening).close();
  return code;
}

/** Whether the files of `--configmap` hold nothing else. Source: podman pkg/domain/infra/abi/play.go, readConfigMapFromFile. */
function holdsConfigMaps({ objects }: Input, { configmap }: ApplyOptions): boolean {
  const other = objects.find(({ kind, at }) => kind !== 'ConfigMap' && configmap.includes(at.document.file));
  if (other !== undefined) say(`kube2pod: --configmap ${other.at.document.file}: it holds a ${other.kind}`);
  return other === undefined;
}

async function applyInput(
  input: Input,
  options: ApplyOptions & { readonly asked: AskedOverrides },
  opening: Promise<PodmanConnection>,
): Promise<ExitCode> {
  const { collector } = input;
  const strict = options.validate === 'strict' || options.validate === 'true';
  const refused = (): boolean =>
    collector
      .findings()
      .some(({ severity, group }) => severity === 'error' && (strict || group !== 'kubernetes'));
  if (refused()) return refuse(input, options);
  const ingress = ingressSettings(options);
  if (ingress === undefined) return exitCode.usage;
  const timeoutMs = timeoutOf(options);
  if (timeoutMs === 'wrong') return exitCode.usage;
  const set = setOf(options);
  if (set === undefined && options.prune) {
    say('kube2pod: --prune of standard input needs --set NAME: which earlier apply is it compared with?');
    return exitCode.usage;
  }
  // Objects with errors are not known to be gone.
  const prune = options.prune && !collector.findings().some(({ severity }) => severity === 'error');
  const signal = interruptSignal();
  const program = await opening;
  const result = await run(input.objects, {
    ...(set === undefined ? {} : { set: { name: set, prune } }),
    ...options.asked,
    ingress,
    program,
    signal,
    dryRun: options.dryRun,
    supervise: options.supervise,
    baseDirectory: baseDirectory(input.sources),
    allowedSysctls: options.allowedUnsafeSysctls.flatMap((words) => words.split(',')),
    progress: (operation, note) => note !== undefined && say(`${operation.id}: ${note}`),
    waitingForLock: () => say('kube2pod: waiting for another kube2pod to finish'),
    report: collector.report,
    refused,
    isRefused: ({ at }) => collector.refused(at),
  });
  if (isProblem(result)) return explainProblem(result, input, options);
  if (result.supervisorAdvice !== undefined && !options.quiet) say(`kube2pod: ${result.supervisorAdvice}`);
  const code = tell(result, input, options);
  const stuck = result.stuck ?? [];
  for (const { job, problem } of stuck) tellStuck(job, problem);
  if (stuck.length > 0) return exitCode.podmanFailed;
  const isApplied = code === exitCode.fine && result.outcome !== undefined;
  if (!options.wait || !isApplied) return code;
  if (!options.supervise) {
    say('kube2pod: without the supervisor nothing probes: what runs counts as ready, and ends count once');
  }
  const objects = result.planned.objects.map(({ object }) => object);
  const waited = await waitAndTell(objects, { program, signal, timeoutMs, quiet: options.quiet });
  // An Ingress that nothing serves will not get ready.
  return waited === exitCode.fine && result.proxyProblem !== undefined ? exitCode.podmanFailed : waited;
}
