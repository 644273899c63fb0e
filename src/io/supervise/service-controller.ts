import { readlink } from 'node:fs/promises';
import type { PodmanState, PodState } from '../../phases/observed.js';
import { infraName } from '../../podman/commands.js';
import { label } from '../../reconcile/labels.js';
import { nftRules } from '../../services/nft.js';
import { type Served, servedServices } from '../../services/served.js';
import type { Controller, Decision, StoreView } from '../../supervisor/controller.js';
import { runPodman, runProgram } from '../podman.js';
import type { Surroundings } from './surroundings.js';

/** What a Service's holder pod needs. */
export type ServiceAction =
  | { readonly action: 'start-holder'; readonly infra: string }
  /** `key` says all that the rules were made for: the same key needs nothing new. */
  | {
      readonly action: 'forward';
      readonly infra: string;
      readonly address: string;
      readonly text: string;
      readonly key: string;
    };

/**
 * Keeps every Service's holder forwarding to the pods that are ready. Rules are set only when they changed, or when the
 * holder is another process than before.
 */
export function serviceController(surroundings: Surroundings): Controller<ServiceAction> {
  const set = new Map<string, string>();
  return {
    name: 'service',
    decide: (view) => decideServices(view, surroundings.hostAddress, set),
    act: async (action, holder) => {
      if (action.action === 'start-holder') {
        const started = await runPodman(surroundings.program, ['start', action.infra]);
        return started.code === 0 ? 'done' : 'failed';
      }
      const problem = await setRules(action, surroundings);
      if (problem === undefined) set.set(holder, action.key);
      else surroundings.log(`${holder}: forwarding was not set: ${problem}`);
      return problem === undefined ? 'done' : 'failed';
    },
  };
}

function decideServices(
  view: StoreView,
  hostAddress: string,
  set: ReadonlyMap<string, string>,
): readonly Decision<ServiceAction>[] {
  return servedServices(view, hostAddress).flatMap((service) => {
    const { holder } = service;
    if (holder === undefined) return [];
    const actions = view.stopping.has(holder.name) ? [] : holderActions(holder, service, view.state);
    return [
      {
        object: holder.name,
        actions: actions.filter(
          (action) => action.action !== 'forward' || set.get(holder.name) !== action.key,
        ),
      },
    ];
  });
}

function holderActions(
  holder: PodState,
  { rules, endpoints }: Served,
  state: PodmanState,
): readonly ServiceAction[] {
  const address = holder.labels[label.address] ?? '';
  const infra = state.containers.get(infraName(holder.name));
  if (address === '' || infra === undefined) return [];
  if (infra.state !== 'running') return [{ action: 'start-holder', infra: infra.id }];
  const text = nftRules(address, rules, endpoints);
  const key = `${infra.id} ${infra.startedAt} ${text}`;
  return [{ action: 'forward', infra: infra.id, address, text, key }];
}

/**
 * Runs inside the holder's namespace and proves it before anything is set: it must not be the host's, and must have the
 * Service's address. A process id that is no longer the holder's can so never reach the host's own rules.
 */
const guarded =
  '[ "$(readlink /proc/self/ns/net)" != "$1" ] && grep -qwF "$2" /proc/net/fib_trie || { echo "not the namespace of the Service" >&2; exit 3; }; PATH=$PATH:/usr/sbin:/sbin exec nft -f -';

async function setRules(
  { infra, address, text }: Extract<ServiceAction, { action: 'forward' }>,
  { program, rootless }: Surroundings,
): Promise<string | undefined> {
  const shown = ['--type', 'container', '--format', '{{.State.Pid}}'];
  const inspected = await runPodman(program, ['inspect', ...shown, infra]);
  const pid = Number(inspected.stdout.toString('utf8').trim());
  if (!(pid > 0)) return 'its infra container does not run';
  const own = await readlink('/proc/self/ns/net');
  const user = rootless ? ['-U', '--preserve-credentials'] : [];
  const words = ['-t', String(pid), ...user, '-n', 'sh', '-c', guarded, 'sh', own, address];
  const result = await runProgram('nsenter', words, { input: text });
  if (result.code === 0) return undefined;
  return result.missing ? 'nsenter (util-linux) is missing' : result.stderr.trim();
}
