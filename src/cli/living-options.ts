import { readState } from '../io/state.js';
import { type Found, type FoundPod, findPods, podsBySelector, type Search } from '../living/find-pods.js';
import { parseSelector } from '../living/selector.js';
import { parseTargets } from '../living/target.js';
import { type ExitCode, exitCode } from './exit.js';
import { explainFailure } from './failure.js';
import { say } from './output.js';
import { podmanOptions, podmanProgram } from './podman-options.js';

/** For yargs: what the commands that act on running pods have in common. */
export const livingOptions = {
  ...podmanOptions,
  namespace: {
    alias: 'n',
    type: 'string',
    default: 'default',
    requiresArg: true,
    describe: 'The namespace of the pod',
  },
  container: { alias: 'c', type: 'string', requiresArg: true, describe: 'A container of the pod' },
} as const;

/** What these options give. */
export interface LivingOptions {
  readonly namespace: string;
  readonly container?: string;
}

/** Pods that were found, and how Podman is reached; or the exit code after saying why there are none. */
export type Located =
  | {
      readonly program: ReturnType<typeof podmanProgram>;
      readonly found: Exclude<Found, { readonly missing: string }>;
    }
  | { readonly exit: ExitCode };

/** Finds the pods that words or a selector name; says on standard error what is wrong. */
export async function locate(
  asked: { readonly words: readonly string[]; readonly selector?: string | undefined },
  options: LivingOptions,
): Promise<Located> {
  const program = podmanProgram(options as unknown as { readonly [name: string]: unknown });
  const listed = await readState(program);
  if ('failure' in listed) {
    const { missing, stderr } = listed.failure;
    return missing
      ? { exit: explainFailure('missing', `${program.command} was not found`) }
      : { exit: explainFailure('failed', stderr) };
  }
  const search: Search = { namespace: options.namespace, state: listed.state };
  const found =
    asked.selector === undefined ? findByWords(asked.words, search) : findBySelector(asked.selector, search);
  if ('wrong' in found) {
    say(`kube2pod: ${found.wrong}`);
    return { exit: exitCode.usage };
  }
  if ('missing' in found) {
    say(`kube2pod: ${found.missing}`);
    return { exit: exitCode.findings };
  }
  return { program, found };
}

type FoundOrWrong = Found | { readonly wrong: string };

function findBySelector(text: string, search: Search): FoundOrWrong {
  const selector = parseSelector(text);
  if (selector === undefined)
    return { wrong: `--selector ${text}: write key=value, key!=value, key in (a,b) or key` };
  const pods = podsBySelector(selector, search);
  return pods.length > 0
    ? { pods }
    : { missing: `no pod in namespace "${search.namespace}" has labels ${text}` };
}

function findByWords(words: readonly string[], search: Search): FoundOrWrong {
  const parsed = parseTargets(words);
  if ('wrong' in parsed) return parsed;
  if (parsed.targets.length === 0) return { wrong: 'name a pod or a workload, such as web or deploy/web' };
  const results = parsed.targets.map((target) => findPods(target, search));
  const failed = results.find((result) => 'missing' in result);
  if (failed !== undefined) return failed;
  const [first] = results;
  if (results.length === 1 && first !== undefined) return first;
  const pods = new Map<string, FoundPod>();
  for (const result of results) {
    if ('pods' in result) for (const pod of result.pods) pods.set(pod.podmanName, pod);
  }
  return { pods: [...pods.values()] };
}
