import { servedKinds } from './served.js';

/** kubectl's short names of kinds. Source: `kubectl api-resources` of 1.36 (SHORTNAMES). */
const shortNames: { readonly [short: string]: string } = {
  cm: 'ConfigMap',
  cj: 'CronJob',
  deploy: 'Deployment',
  ds: 'DaemonSet',
  ep: 'Endpoints',
  hpa: 'HorizontalPodAutoscaler',
  ing: 'Ingress',
  limits: 'LimitRange',
  netpol: 'NetworkPolicy',
  no: 'Node',
  ns: 'Namespace',
  pdb: 'PodDisruptionBudget',
  po: 'Pod',
  pv: 'PersistentVolume',
  pvc: 'PersistentVolumeClaim',
  quota: 'ResourceQuota',
  rc: 'ReplicationController',
  rs: 'ReplicaSet',
  sa: 'ServiceAccount',
  sc: 'StorageClass',
  sts: 'StatefulSet',
  svc: 'Service',
};

/** The kind that a word of a command line means: `deploy`, `deployments`, `Deployment`, `deployments.apps`. */
export function kindOfWord(word: string): string | undefined {
  const plain = word.toLowerCase().replace(/\..*$/, '');
  const short = shortNames[plain];
  if (short !== undefined) return short;
  return servedKinds.find(({ kind }) => {
    const one = kind.toLowerCase();
    return [one, `${one}s`, `${one}es`, one.replace(/y$/, 'ies')].includes(plain);
  })?.kind;
}

/** An object by the words of a command line. */
export interface NamedObject {
  readonly kind: string;
  readonly name: string;
}

/**
 * The objects that words name: `deploy/web svc/web`, or a kind (or several, with commas) and names. Undefined when the
 * words are something else.
 * Source: kubectl's resource builder, cli-runtime pkg/resource/builder.go, ResourceTypeOrNameArgs.
 */
export function namedObjects(words: readonly string[]): readonly NamedObject[] | undefined {
  if (words.length === 0) return undefined;
  if (words.every((word) => word.includes('/'))) {
    const objects = words.flatMap((word): readonly NamedObject[] => {
      const [kindWord = '', name = '', ...rest] = word.split('/');
      const kind = kindOfWord(kindWord);
      return kind === undefined || name === '' || rest.length > 0 ? [] : [{ kind, name }];
    });
    return objects.length === words.length ? objects : undefined;
  }
  const [first = '', ...names] = words;
  const kinds = first.split(',').map(kindOfWord);
  if (names.length === 0 || names.some((name) => name.includes('/'))) return undefined;
  const known = kinds.flatMap((kind) => kind ?? []);
  return known.length === kinds.length
    ? known.flatMap((kind) => names.map((name) => ({ kind, name })))
    : undefined;
}

/** What `get` is asked for: kinds, or all; only these objects of them, where some are named. */
export interface AskedObjects {
  readonly kinds: readonly string[] | 'all';
  readonly objects?: readonly NamedObject[];
}

/** Reads `pods`, `deploy,svc`, `deploy web api`, `deploy/web svc/web` and `all`, or says what is wrong. */
export function askedObjects(words: readonly string[]): AskedObjects | { readonly wrong: string } {
  const [first = 'pods'] = words;
  if (first === 'all')
    return words.length === 1 ? { kinds: 'all' } : { wrong: 'a name needs the kind of its object, not all' };
  const kindWords =
    words.length === 0
      ? ['pods']
      : words.every((word) => word.includes('/'))
        ? words.map((word) => word.replace(/\/.*$/, ''))
        : first.split(',');
  const unknown = kindWords.find((word) => kindOfWord(word) === undefined);
  if (unknown !== undefined) return { wrong: `get knows the kinds of Kubernetes and all, not "${unknown}"` };
  const kinds = [...new Set(kindWords.flatMap((word) => kindOfWord(word) ?? []))];
  if (words.length < 2 && !first.includes('/')) return { kinds };
  const objects = namedObjects(words);
  return objects === undefined
    ? { wrong: `"${words.join(' ')}": write kinds and then names, or KIND/NAME for each` }
    : { kinds, objects };
}
