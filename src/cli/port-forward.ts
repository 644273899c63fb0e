import type { Argv } from 'yargs';
import { isElsewhere } from '../io/elsewhere/place.js';
import { carryInto, type Forward, type Listener, listen, type PodPlace } from '../io/port-forward.js';
import type { RelayNews } from '../io/relay.js';
import { runningPod } from '../living/find-container.js';
import type { FoundPod } from '../living/find-pods.js';
import { type PortWord, parsePortWord, remotePort } from '../living/port-words.js';
import type { ServiceRules } from '../services/model.js';
import type { Command } from './command.js';
import { type ExitCode, exitCode } from './exit.js';
import { interruptSignal } from './interrupt.js';
import { printJsonLine } from './json-result.js';
import { type LivingOptions, livingOptions, locate } from './living-options.js';
import { outputOption, print, say } from './output.js';

export interface PortForwardOptions extends Pick<LivingOptions, 'namespace'> {
  readonly target: string;
  readonly ports?: readonly string[];
  readonly address: readonly string[];
  readonly output: 'text' | 'json';
}

const { container: _container, ...options } = livingOptions;

/** `kube2pod port-forward`: reaches a pod's ports from this machine, without publishing them. */
export const portForwardCommand: Command<PortForwardOptions> = {
  builder: (cli) =>
    cli
      .positional('target', {
        type: 'string',
        demandOption: true,
        describe: 'A pod, deploy/NAME, svc/NAME, ...',
      })
      .positional('ports', {
        type: 'string',
        array: true,
        describe: '[LOCAL:]REMOTE; a REMOTE may be a name; an empty LOCAL is any free port',
      })
      .options({
        ...options,
        ...outputOption,
        address: {
          type: 'string',
          array: true,
          nargs: 1,
          default: ['localhost'],
          describe: 'Where to listen: addresses of this machine, or localhost',
        },
      }) as unknown as Argv<PortForwardOptions>,
  run: forwardPorts,
};

async function forwardPorts(asked: PortForwardOptions): Promise<ExitCode> {
  const words = (asked.ports ?? []).map(parsePortWord);
  const wrong = words.find((word) => 'wrong' in word);
  if (words.length === 0 || wrong !== undefined) {
    say(`kube2pod: ${wrong === undefined ? 'say which port, for example 8080:80' : wrong.wrong}`);
    return exitCode.usage;
  }
  const located = await locate({ words: [asked.target] }, asked);
  if ('exit' in located) return located.exit;
  const { program, found } = located;
  if (isElsewhere(program))
    return refuse('it reaches only pods of this machine, not those of a remote Podman');
  const pod = runningPod(found.pods);
  if (pod === undefined) return refuse(`${asked.target} has no pod that runs`);
  const wanted = words.flatMap((word) => ('wrong' in word ? [] : [forwardOf(word, pod, found.service)]));
  const unknown = wanted.find((forward) => 'wrong' in forward);
  if (unknown !== undefined) return refuse(unknown.wrong);
  const forwards = wanted.flatMap((forward) => ('wrong' in forward ? [] : [forward]));
  const listeners = await listen(forwards, addressesOf(asked.address));
  if ('problem' in listeners) return refuse(listeners.problem);
  return carry(
    listeners,
    { program, infra: pod.infra, rootless: (process.getuid?.() ?? 0) !== 0 },
    asked.output,
  );
}

function refuse(reason: string): ExitCode {
  say(`kube2pod: port-forward: ${reason}`);
  return exitCode.findings;
}

function forwardOf(
  { local, remote }: PortWord,
  pod: FoundPod,
  service: ServiceRules | undefined,
): Forward | { readonly wrong: string } {
  const found = remotePort(remote, pod, service);
  if ('wrong' in found) return found;
  return { local: local === 'same' ? found.asked : local === 'any' ? 0 : local, remote: found.inPod };
}

/** `localhost` stands for both loopback addresses. Source: k8s.io/client-go/tools/portforward, parseAddresses. */
function addressesOf(asked: readonly string[]): readonly string[] {
  const named = asked.flatMap((text) => text.split(','));
  return [...new Set(named.flatMap((name) => (name === 'localhost' ? ['127.0.0.1', '::1'] : [name])))];
}

async function carry(
  listeners: readonly Listener[],
  place: PodPlace,
  output: PortForwardOptions['output'],
): Promise<ExitCode> {
  const localOf = new Map(listeners.map(({ remote, local }) => [remote, local]));
  const tell = (news: RelayNews): void => {
    if (news.news === 'connection' && output !== 'json')
      print(`Handling connection for ${localOf.get(news.port) ?? news.port}`);
    if (news.news === 'failed')
      say(`kube2pod: nothing answers on port ${news.port} of the pod: ${news.message}`);
  };
  const signal = interruptSignal();
  const onReady = (): void => {
    if (output === 'json')
      printJsonLine({
        forwards: listeners.map(({ address, local, remote }) => ({ address, local, remote })),
      });
    else
      for (const { address, local, remote } of listeners)
        print(`Forwarding from ${address.includes(':') ? `[${address}]` : address}:${local} -> ${remote}`);
  };
  const reason = await carryInto(place, listeners, { tell, onReady, signal });
  for (const { server } of listeners) server.close();
  if (reason === undefined) return exitCode.interrupted;
  return refuse(reason);
}
