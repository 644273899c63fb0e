import type { Argv } from 'yargs';
import { readPodView } from '../io/pod-view.js';
import { observeTarget } from '../io/prepare.js';
import { superviseAgain } from '../io/supervise/ensure.js';
import { describePod } from '../reconcile/describe-pod.js';
import { label } from '../reconcile/labels.js';
import { podJson } from '../reconcile/pod-json.js';
import type { PodView } from '../reconcile/status.js';
import type { SupervisorStatus } from '../supervisor/status.js';
import type { Command } from './command.js';
import { type Described, describedObject, type Wanted } from './described-object.js';
import { type ExitCode, exitCode } from './exit.js';
import { explainFailure } from './failure.js';
import { printJson } from './json-result.js';
import { outputOption, print, say } from './output.js';
import { podmanOptions, podmanProgram } from './podman-options.js';

export interface DescribeOptions {
  readonly what: string;
  readonly name?: string;
  readonly namespace: string;
  readonly output: 'text' | 'json';
}

/** `kube2pod describe`: all that is known of one object: states, conditions, probes and events. */
export const describeCommand: Command<DescribeOptions> = {
  builder: (cli) =>
    cli
      .positional('what', {
        type: 'string',
        demandOption: true,
        describe: 'A pod’s name, KIND/NAME, or a kind',
      })
      .positional('name', { type: 'string', describe: 'The name, after a kind' })
      .options({
        ...podmanOptions,
        namespace: { alias: 'n', type: 'string', default: 'default', describe: 'Namespace of the object' },
        ...outputOption,
      }) as unknown as Argv<DescribeOptions>,
  run: describeObject,
};

/** `web`, `pod web` or `pod/web`. */
export function wantedObject(what: string, name: string | undefined): Wanted {
  if (name !== undefined) return { kind: what, name };
  const slash = what.indexOf('/');
  return slash < 0
    ? { kind: 'pod', name: what }
    : { kind: what.slice(0, slash), name: what.slice(slash + 1) };
}

async function describeObject(options: DescribeOptions): Promise<ExitCode> {
  const { kind, name } = wantedObject(options.what, options.name);
  const program = podmanProgram(options as unknown as { readonly [name: string]: unknown });
  const found = await observeTarget(program);
  if ('problem' in found) return explainFailure(found.problem, found.message);
  const read = await readPodView(program);
  if ('failure' in read) return explainFailure('failed', read.failure.stderr);
  const { view, status } = read;
  const advice = await superviseAgain(program, view.state);
  if (advice !== undefined) say(`kube2pod: ${advice}`);
  const described = /^(pods?|po)$/i.test(kind)
    ? describedPod(name, options.namespace, view, status)
    : await describedObject({ kind, name }, options.namespace, view);
  if (described === undefined) {
    say(`kube2pod: ${kind.toLowerCase()} "${name}" was not found in namespace ${options.namespace}`);
    return exitCode.findings;
  }
  if (options.output === 'json') printJson(described.json());
  else print(described.text());
  return exitCode.fine;
}

function describedPod(
  name: string,
  namespace: string,
  view: PodView,
  status: SupervisorStatus | undefined,
): Described | undefined {
  const pod = view.pods.find((one) => {
    const labels = view.state.pods.get(one.name)?.labels ?? {};
    return labels[label.pod] === name && labels[label.namespace] === namespace;
  });
  if (pod === undefined) return undefined;
  const known = { pod, view, status: status?.pods[pod.name] };
  return { text: () => describePod(known), json: () => podJson(known) };
}
