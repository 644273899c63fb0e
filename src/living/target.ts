import { kindOfWord } from '../kinds/words.js';

/** What a command acts on, as the user named it. Without a kind: a pod, or else whatever has that name. */
export interface TargetName {
  readonly kind?: string;
  readonly name: string;
}

const kindsWithPods = [
  'Pod',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
  'Service',
  'Ingress',
];

/** The kind behind `deploy`, `deployments`, `deployment.apps`, `Deployment`; undefined for a kind without pods. */
function kindOf(word: string): string | undefined {
  const kind = kindOfWord(word);
  return kind !== undefined && kindsWithPods.includes(kind) ? kind : undefined;
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
