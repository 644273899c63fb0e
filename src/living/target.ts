/** What a command acts on, as the user named it. Without a kind: a pod, or else whatever has that name. */
export interface TargetName {
  readonly kind?: string;
  readonly name: string;
}

/** Names of kinds that have pods. Source: `kubectl api-resources`. */
const kindNames: { readonly [kind: string]: readonly string[] } = {
  Pod: ['pod', 'pods', 'po'],
  Deployment: ['deployment', 'deployments', 'deploy'],
  StatefulSet: ['statefulset', 'statefulsets', 'sts'],
  DaemonSet: ['daemonset', 'daemonsets', 'ds'],
  ReplicaSet: ['replicaset', 'replicasets', 'rs'],
  ReplicationController: ['replicationcontroller', 'replicationcontrollers', 'rc'],
  Job: ['job', 'jobs'],
  CronJob: ['cronjob', 'cronjobs', 'cj'],
  Service: ['service', 'services', 'svc'],
};

/** The kind behind `deploy`, `deployments`, `deployment.apps`, `Deployment`; undefined for a kind without pods. */
export function kindOf(word: string): string | undefined {
  const [short = ''] = word.toLowerCase().split('.');
  return Object.keys(kindNames).find((kind) => kindNames[kind]?.includes(short));
}

/** Words that name several objects are as many targets; a word about a wrong one is the other result. */
export type TargetWords = { readonly targets: readonly TargetName[] } | { readonly wrong: string };

/**
 * Reads `web`, `pod/web`, `deploy/web` and `deployment web` alike; after a kind alone, several names.
 * Source: k8s.io/cli-runtime/pkg/resource/builder.go, ResourceTypeOrNameArgs.
 */
export function parseTargets(words: readonly string[]): TargetWords {
  const [first = '', ...rest] = words;
  const alone = first.includes('/') || rest.length === 0 ? undefined : kindOf(first);
  if (alone !== undefined) return { targets: rest.map((name) => ({ kind: alone, name })) };
  const targets = words.map((word): TargetName | string => {
    const slash = word.indexOf('/');
    if (slash < 0) return { name: word };
    const [kindWord, name] = [word.slice(0, slash), word.slice(slash + 1)];
    const kind = kindOf(kindWord);
    if (kind === undefined) return `"${kindWord}" is no kind with pods`;
    return name === '' ? `"${word}" lacks a name` : { kind, name };
  });
  const wrong = targets.find((target) => typeof target === 'string');
  if (wrong !== undefined) return { wrong };
  return { targets: targets.filter((target) => typeof target !== 'string') };
}
