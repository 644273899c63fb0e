import type { FormName } from './forms.js';
import type { NormalPod } from './normal-form.js';

/** A difference from what `apply --no-supervise` makes that is known and reported by `convert`. */
export interface AllowedDifference {
  /** Facts about a container or pod that may differ: the field, and what follows it in the fact's line. */
  readonly fact: RegExp;
  readonly forms: readonly FormName[];
  /** Releases of Podman; all when it is not given. */
  readonly podman?: RegExp;
  /** Cases; all when it is not given. */
  readonly cases?: RegExp;
  readonly why: string;
}

const every = ['script', 'kube', 'quadlet'] as const;

/** Few, and each with its reason: README.md tells the same. */
export const allowed: readonly AllowedDifference[] = [
  {
    fact: /^(health|startupHealth) /,
    forms: ['kube', 'quadlet'],
    cases: /^(probes\/three-probes|convert\/limits-names-and-ports)$/,
    why: 'apply and the script run no probes without the supervisor; these two make health checks of Podman’s of them',
  },
  {
    fact: /^oomScore /,
    forms: ['script', 'quadlet'],
    cases: /^(resources|convert)\//,
    why: 'the score of a container that requests memory depends on how much this machine has',
  },
  {
    fact: /^(user|groups) /,
    forms: every,
    cases: /^security\/image-user-unknown$/,
    why: 'a group without a user needs the user of the image, which only the machine knows',
  },
  {
    fact: /^files \S+ ro "[.] \d+ \d+:\d+ folder"/,
    forms: ['kube', 'quadlet'],
    why: 'the folder of ConfigMap files has the mode 0755 instead of 0777; nobody can write into it in either',
  },
  {
    fact: /^(cpuShares|oomScore|memoryWithSwap) /,
    forms: ['kube'],
    why: 'podman kube play sets limits only: no shares, no score, no limit of swap',
  },
  {
    fact: /^annotations /,
    forms: ['kube'],
    why: 'podman kube play gives the annotations of a pod to its containers too',
  },
  {
    fact: /^files \S+ rw( tmpfs .*)? "[.] /,
    forms: ['kube'],
    why: 'an emptyDir or claim belongs to the first user that mounts it, has no group and no size',
  },
  {
    fact: /^(graceSeconds |env "PATH=|env \[\]|sysctls |(ofHost|shared) "?(pid|uts|\[\])|hostname "|files \S+ ro "\S+ \d+ \d+:\d+ )/,
    forms: ['kube'],
    podman: /^4[.]3[.]/,
    why: 'Podman 4.3 ignores grace periods, sysctls, hostPID, the host name of the machine and defaultMode, and sets no PATH',
  },
  {
    fact: /^shared "uts"/,
    forms: ['kube'],
    cases: /^network\/host-network$/,
    why: 'containers on the network of the host have their own place for the same host name',
  },
  {
    fact: /^resolver "nameserver /,
    forms: ['script', 'kube'],
    podman: /^4[.]/,
    cases: /^network\/dns-/,
    why: 'further name servers need the address of the own one before Podman 5.4, which only the machine knows',
  },
  {
    fact: /^resolver "nameserver /,
    forms: ['kube'],
    cases: /^network\/dns-none$/,
    why: 'the name server of the network stays the first one',
  },
  {
    fact: /^env "A=/,
    forms: ['kube'],
    cases: /^env\/file-key$/,
    why: 'a variable that an init container writes cannot be said',
  },
  {
    fact: /^env "KUBE2POD_EMPTY="/,
    forms: ['kube'],
    cases: /^made-up\/spoiled-text$/,
    why: 'one more variable, KUBE2POD_EMPTY, with which words that Podman would spoil are handed over unchanged',
  },
  {
    fact: /^stopSignal /,
    forms: ['kube'],
    podman: /^(4|5[.][0-5])[.]/,
    cases: /^lifecycle\/stop-signal$/,
    why: 'lifecycle.stopSignal needs Podman 5.6',
  },
];

/** What is compared of a pod, one line for each fact, without those that this form may make otherwise. */
export function factsOf(
  pod: NormalPod | undefined,
  { form, podman, name }: { readonly form: FormName; readonly podman: string; readonly name: string },
): readonly string[] {
  if (pod === undefined) return ['there is no such pod'];
  const rows = allowed.filter(
    (row) =>
      row.forms.includes(form) && (row.podman?.test(podman) ?? true) && (row.cases?.test(name) ?? true),
  );
  const { name: podName, containers: started, ...own } = pod;
  // podman kube play starts the containers of a pod in no fixed order; on a node, and in the other forms, it is theirs.
  const containers = form === 'kube' ? [...started].sort((a, b) => (a.name < b.name ? -1 : 1)) : started;
  const isCompared = (fact: string): boolean => !rows.some((row) => row.fact.test(fact));
  const facts = (of: string, fields: object): readonly string[] =>
    linesOf(fields)
      .filter(isCompared)
      .map((fact) => `${of} ${fact}`);
  return [
    ...facts(podName, own),
    `${podName} runs ${containers.map((container) => container.name).join(' ')}`,
    ...containers.flatMap(({ name: container, ...fields }) => facts(container, fields)),
  ];
}

/** `field value`, lists and mappings with a line for each member. */
function linesOf(value: unknown): readonly string[] {
  if (Array.isArray(value))
    return value.length === 0 || value.some((one) => typeof one === 'object')
      ? [JSON.stringify(value)]
      : value.map((one) => JSON.stringify(one));
  if (typeof value !== 'object' || value === null) return [JSON.stringify(value)];
  return Object.entries(value).flatMap(([key, one]) => linesOf(one).map((line) => `${key} ${line}`));
}
