import { readlink } from 'node:fs/promises';
import type { PodmanState } from '../../phases/observed.js';
import { infraName } from '../../podman/commands.js';
import { isOurs, label } from '../../reconcile/labels.js';
import type { ServiceRules } from '../../services/model.js';
import { nftRules } from '../../services/nft.js';
import type { PodRules, ProbeVerdicts, SupervisedPod } from '../../supervisor/model.js';
import { isReadyPod } from '../../supervisor/pod.js';
import { rulesOf } from '../../supervisor/rules.js';
import { type Candidate, endpointsOf } from '../../supervisor/service.js';
import { type PodmanProgram, runPodman, runProgram } from '../podman.js';

/** Keeps every Service's holder forwarding to the pods that are ready. */
export interface ServiceKeeper {
  readonly follow: (
    state: PodmanState,
    pods: readonly SupervisedPod[],
    verdicts: ReadonlyMap<string, ProbeVerdicts>,
  ) => Promise<void>;
}

/** Makes a keeper; it sets rules only when they changed, or when the holder is another process than before. */
export function keepServices(
  program: PodmanProgram,
  rootless: boolean,
  log: (line: string) => void,
): ServiceKeeper {
  const set = new Map<string, string>();
  return {
    follow: async (state, pods, verdicts) => {
      const candidates = candidatesOf(state, pods, verdicts);
      const holders = [...state.pods.values()].filter(
        ({ labels }) => isOurs(labels) && labels[label.service] !== undefined,
      );
      for (const holder of holders) {
        const rules = rulesOf<ServiceRules>(holder.labels[label.service]);
        const address = holder.labels[label.address] ?? '';
        const infra = state.containers.get(infraName(holder.name));
        if (rules === undefined || address === '' || infra === undefined) continue;
        if (infra.state !== 'running') {
          await runPodman(program, ['start', infra.id]);
          set.delete(holder.name);
        }
        const text = nftRules(address, rules, endpointsOf(rules, candidates));
        const key = `${infra.id} ${infra.startedAt} ${text}`;
        if (set.get(holder.name) === key) continue;
        const problem = await setRules({ program, rootless, infra: infra.id, address, text });
        if (problem === undefined) set.set(holder.name, key);
        else log(`${holder.name}: forwarding was not set: ${problem}`);
      }
    },
  };
}

function candidatesOf(
  state: PodmanState,
  pods: readonly SupervisedPod[],
  verdicts: ReadonlyMap<string, ProbeVerdicts>,
): readonly Candidate[] {
  return pods.flatMap((pod) => {
    const labels = state.pods.get(pod.name)?.labels;
    if (labels === undefined) return [];
    return [
      {
        name: pod.name,
        namespace: labels[label.namespace] ?? '',
        labels,
        address: labels[label.address] ?? '',
        ready: isReadyPod(pod, verdicts),
        running: pod.infraRunning,
        ports: rulesOf<PodRules>(labels[label.rules])?.ports ?? {},
      },
    ];
  });
}

interface Setting {
  readonly program: PodmanProgram;
  readonly rootless: boolean;
  readonly infra: string;
  readonly address: string;
  readonly text: string;
}

/**
 * Runs inside the holder's namespace and proves it before anything is set: it must not be the host's, and must have the
 * Service's address. A process id that is no longer the holder's can so never reach the host's own rules.
 */
const guarded =
  '[ "$(readlink /proc/self/ns/net)" != "$1" ] && grep -q "$2" /proc/net/fib_trie || { echo "not the namespace of the Service" >&2; exit 3; }; PATH=$PATH:/usr/sbin:/sbin exec nft -f -';

async function setRules({ program, rootless, infra, address, text }: Setting): Promise<string | undefined> {
  const inspected = await runPodman(program, [
    'inspect',
    '--type',
    'container',
    '--format',
    '{{.State.Pid}}',
    infra,
  ]);
  const pid = Number(inspected.stdout.toString('utf8').trim());
  if (!(pid > 0)) return 'its infra container does not run';
  const own = await readlink('/proc/self/ns/net');
  const user = rootless ? ['-U', '--preserve-credentials'] : [];
  const words = ['-t', String(pid), ...user, '-n', 'sh', '-c', guarded, 'sh', own, address];
  const result = await runProgram('nsenter', words, { input: text });
  return result.code === 0
    ? undefined
    : result.missing
      ? 'nsenter (util-linux) is missing'
      : result.stderr.trim();
}
