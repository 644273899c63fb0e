import type { Service } from 'kubernetes-types/core/v1.js';
import type { CatalogCode } from '../../src/diagnostics/catalog.js';
import { createCollector } from '../../src/diagnostics/collect.js';
import { type FieldPath, type Located, rootPath } from '../../src/diagnostics/field-path.js';
import type { PlanContext, ResolveContext } from '../../src/fields/context.js';
import type { ImageFacts, NetworkFacts, Observed, PodAddress } from '../../src/phases/observed.js';
import { podNames } from '../../src/podman/names.js';
import type { OutputForm, PodmanTarget } from '../../src/podman/target.js';
import { parseVersion } from '../../src/podman/versions.js';

/** What a test says of the machine; the rest is a root Podman 5.8.6 on an empty machine. */
export interface Machine {
  readonly version?: string;
  readonly rootless?: boolean;
  readonly subordinateIds?: number;
  readonly cgroups?: 'v1' | 'v2';
  readonly lowersOomScore?: boolean;
  readonly output?: OutputForm;
  readonly resolvConf?: string;
  readonly memoryBytes?: bigint;
  readonly services?: readonly Service[];
  readonly labels?: { readonly [name: string]: string };
  readonly name?: string;
  readonly namespace?: string;
  readonly address?: PodAddress;
  readonly network?: NetworkFacts;
  readonly allowedSysctls?: readonly string[];
}

const document: Located = {
  file: 'input.yaml',
  documentIndex: 0,
  locate: () => ({ line: 1, column: 1, endLine: 1, endColumn: 1 }),
};

/** Path of the `spec` of the pod under test. */
export const specAt: FieldPath = rootPath(document).child('spec');

/** Path of its first container. */
export const containerAt: FieldPath = specAt.child('containers').index(0);

function targetOf(machine: Machine): PodmanTarget {
  const version = parseVersion(machine.version ?? '5.8.6');
  if (version === undefined) throw new Error(`no version: ${machine.version}`);
  return {
    version,
    rootless: machine.rootless ?? false,
    remote: false,
    cgroups: machine.cgroups ?? 'v2',
    ...(machine.subordinateIds === undefined ? {} : { subordinateIds: machine.subordinateIds }),
    ...(machine.lowersOomScore === undefined ? {} : { lowersOomScore: machine.lowersOomScore }),
  };
}

function identityOf({
  name = 'web',
  namespace = 'default',
  labels = {},
}: Machine): ResolveContext['identity'] {
  return {
    namespace,
    name,
    uid: '00000000-0000-5000-8000-000000000000',
    labels,
    annotations: {},
    serviceAccountName: 'default',
    owner: { apiVersion: 'v1', kind: 'Pod', name },
  };
}

function observedOf(machine: Machine): Observed {
  const { namespace, name } = identityOf(machine);
  const nothing = new Map<string, never>();
  return {
    target: targetOf(machine),
    live: true,
    images: nothing,
    node: {
      name: 'node',
      address: '192.0.2.1',
      cpuMillis: 2000n,
      memoryBytes: machine.memoryBytes ?? 4_000_000_000n,
      resolvConf: machine.resolvConf ?? '',
      unprivilegedPortStart: 1024,
    },
    hostPaths: nothing,
    addresses: new Map(
      machine.address === undefined ? [] : [[podNames(namespace, name).pod, machine.address]],
    ),
    networks: new Map(machine.network === undefined ? [] : [[namespace, machine.network]]),
    state: { pods: nothing, containers: nothing, volumes: nothing, networks: nothing, secrets: nothing },
    contents: nothing,
    freshClaims: new Set(),
    readyPods: new Set(),
  };
}

/** A resolver's context, and the findings it has reported so far as `code path`. */
export function resolving(machine: Machine = {}): {
  readonly context: ResolveContext;
  readonly found: () => readonly string[];
  readonly messages: () => readonly string[];
} {
  const collector = createCollector();
  const observed = observedOf(machine);
  const identity = identityOf(machine);
  const objects = (machine.services ?? []).map((manifest) => ({
    apiVersion: 'v1',
    kind: 'Service',
    namespace: identity.namespace,
    name: manifest.metadata?.name ?? '',
    manifest,
    at: rootPath(document),
    document: {
      ...document,
      source: { name: '', text: '' },
      value: null,
      at: rootPath(document),
      comments: [],
    },
  }));
  return {
    found: () => collector.findings().map(({ code, at }) => `${code satisfies CatalogCode} ${at.toString()}`),
    messages: () => collector.findings().map(({ message }) => message),
    context: {
      report: collector.report,
      references: {
        configMap: () => undefined,
        secret: () => undefined,
        claim: () => undefined,
        volume: () => undefined,
        volumes: () => [],
        boundVolume: () => undefined,
        services: (namespace) => (namespace === identity.namespace ? objects : []),
      },
      observed,
      situation: { output: machine.output ?? 'run', target: observed.target, supervised: false },
      identity,
      facts: { podIP: [], hostIP: [], nodeName: [] },
      baseDirectory: '/',
      ...(machine.allowedSysctls === undefined ? {} : { allowedSysctls: machine.allowedSysctls }),
    },
  };
}

/** A planner's context for the same pod and machine. */
export function planning(machine: Machine = {}): PlanContext {
  const observed = observedOf(machine);
  const identity = identityOf(machine);
  return {
    situation: { output: machine.output ?? 'run', target: observed.target, supervised: false },
    observed,
    identity,
    names: podNames(identity.namespace, identity.name),
    labels: { 'kube2pod.test': 'yes' },
    origin: specAt,
  };
}

/** Facts of an image that says nothing but what a test gives. */
export function image(facts: Partial<ImageFacts> = {}): ImageFacts {
  return {
    id: 'sha256:0',
    user: '',
    entrypoint: [],
    command: [],
    env: [],
    workingDir: '',
    volumes: [],
    stopSignal: '',
    architecture: 'amd64',
    os: 'linux',
    hasHealthcheck: false,
    ...facts,
  };
}
