import type { Report } from '../../diagnostics/diagnostic.js';
import type { ClaimModel } from '../../fields/volumes/model.js';
import type { ApplicationModel } from '../../model/application.js';
import type { PodModel } from '../../model/pod-model.js';
import type { ContainerSpec, PodSpec } from '../../podman/container-spec.js';
import { podNames } from '../../podman/names.js';
import type { Plan } from '../../podman/operations.js';
import type { PodmanTarget } from '../../podman/target.js';
import { formatVersion, supports } from '../../podman/versions.js';
import { kubeContainer } from './kube/container.js';
import { type KubeContext, kubeContext, listOf, someOf, type YamlMap } from './kube/context.js';
import { isReadBack, spoiledText } from './kube/reread.js';
import { type KubeSecret, kubeVolume } from './kube/volumes.js';
import { ownLabels, placeOf } from './quadlet/sources.js';
import { yamlText } from './yaml-text.js';

/** What the YAML says about where it comes from, and where findings go. */
export interface KubeOptions {
  readonly target: PodmanTarget;
  readonly generator: string;
  readonly report: Report;
}

/** YAML for `podman kube play`, and the secrets it refers to, whose values it never holds. */
export interface KubeOutput {
  readonly text: string;
  readonly secrets: readonly KubeSecret[];
}

/**
 * Everything as plain Pods that `podman kube play` of the target release understands: values expanded, replicas and
 * Jobs written out as Pods, files as ConfigMaps. What it would do otherwise is reported. Reports: podman/kube-play.
 * Sources: containers/podman pkg/domain/infra/abi/play.go and pkg/specgen/generate/kube.
 */
export function emitKube(application: ApplicationModel, plan: Plan, options: KubeOptions): KubeOutput {
  const context = kubeContext(options.target, options.report);
  const specs = new Map(
    plan.operations.flatMap((operation) =>
      operation.op === 'container.create' ? [[operation.container.name, operation.container] as const] : [],
    ),
  );
  const podSpecs = new Map(
    plan.operations.flatMap((operation) =>
      operation.op === 'pod.create' ? [[operation.pod.name, operation.pod] as const] : [],
    ),
  );
  for (const { op, origin, ...operation } of plan.operations)
    if (op === 'container.mkdir' && 'path' in operation)
      context.differs(
        origin.child('workingDir'),
        `the container does not start when its image lacks the folder ${operation.path}`,
      );
  const claims = application.claims.map((claim) => documentText(placeOf(claim.origin), claimDocument(claim)));
  const pods = application.pods.map((pod) => podDocuments(pod, { specs, podSpecs }, context));
  const head = `# Made by ${options.generator} for podman kube play of Podman ${formatVersion(options.target.version)}, ${options.target.rootless ? 'rootless' : 'rootful'}\n`;
  return {
    text: head + [...claims, ...pods.flatMap(({ texts }) => texts)].join('---\n'),
    secrets: pods.flatMap(({ secrets }) => secrets),
  };
}

function documentText(place: string, document: YamlMap): string {
  return `# ${place.replaceAll(/[\n\r]/g, ' ')}\n${yamlText(document)}`;
}

/** Source: containers/podman pkg/util/kube.go, the annotations volume.podman.io/*. */
function claimDocument({ volume: name, options, annotations }: ClaimModel): YamlMap {
  const { type, device, o } = options;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name,
      annotations: someOf(
        annotations ?? {
          'volume.podman.io/type': type,
          'volume.podman.io/device': device,
          'volume.podman.io/mount-options': o,
        },
      ),
    },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  };
}

interface Specs {
  readonly specs: ReadonlyMap<string, ContainerSpec>;
  readonly podSpecs: ReadonlyMap<string, PodSpec>;
}

function podDocuments(pod: PodModel, { specs, podSpecs }: Specs, context: KubeContext) {
  const { identity, networking, restart, volumes, origin, security } = pod;
  const names = podNames(identity.namespace, identity.name);
  const spec = podSpecs.get(names.pod);
  const made = volumes.map((volume) => kubeVolume(volume, names.pod, context));
  const emit = (container: PodModel['containers'][number]) =>
    kubeContainer(
      {
        container,
        pod,
        podName: names.pod,
        spec: specs.get(names.container(container.name)) ?? {
          name: container.name,
          pod: names.pod,
          image: container.image.reference,
        },
      },
      context,
    );
  const inits = pod.initContainers.filter(({ role }) => role === 'init').map(emit);
  const sidecars = pod.initContainers.filter(({ role }) => role === 'sidecar');
  for (const { origin: at } of sidecars)
    context.differs(at, 'the sidecar is an ordinary container, which starts after all init containers');
  const containers = [...sidecars, ...pod.containers].map(emit);
  const groups = [
    ...new Set([...pod.initContainers, ...pod.containers].flatMap((each) => each.security.groups)),
  ];
  if (restart.deadlineSeconds !== undefined) context.differs(origin, 'activeDeadlineSeconds is ignored');
  if (networking.hostNetwork && networking.hostAliases.length > 0)
    context.differs(origin, 'hostAliases: Podman gives them to no container on the host network');
  if (!networking.hostNetwork && networking.aliases.length > 1)
    context.differs(
      origin,
      `no other pod finds it as ${networking.aliases.slice(0, 2).join(' or ')}: only by the names of its pod and containers`,
    );
  const annotations = Object.entries(identity.annotations).filter(([name, value]) => {
    if (isReadBack(value, 'mapping')) return true;
    context.differs(origin, `the annotation ${name} is left out: ${spoiledText}`);
    return false;
  });
  const document: YamlMap = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: names.pod,
      labels: someOf(ownLabels(identity.labels)),
      annotations: someOf({
        // As on a node they run again when the pod does; 4.3.1 also fails at times when it removes those that ran once.
        ...(inits.length === 0 ? {} : { 'io.podman.annotations.init.container.type': 'always' }),
        ...Object.fromEntries(annotations),
      }),
    },
    spec: {
      restartPolicy: restart.policy,
      terminationGracePeriodSeconds: restart.graceSeconds,
      hostname: networking.hostNetwork ? undefined : networking.hostname,
      hostNetwork: networking.hostNetwork ? true : undefined,
      hostPID: networking.hostPID ? true : undefined,
      hostIPC: networking.hostIPC ? true : undefined,
      hostUsers: security.userNamespace === 'auto' ? false : undefined,
      shareProcessNamespace: networking.shareProcessNamespace ? true : undefined,
      hostAliases: listOf(networking.hostAliases.map(({ ip, hostnames }) => ({ ip, hostnames }))),
      dnsConfig: dnsConfig(pod, spec, context),
      securityContext: someOf({
        supplementalGroups: listOf(groups),
        sysctls: listOf(Object.entries(spec?.sysctls ?? {}).map(([name, value]) => ({ name, value }))),
      }),
      initContainers: listOf(inits.map(({ container }) => container)),
      containers: containers.map(({ container }) => container),
      volumes: listOf(made.flatMap(({ volume }) => (volume === undefined ? [] : [volume]))),
    },
  };
  reportVersion(pod, context);
  return {
    texts: [
      ...[...made, ...inits, ...containers].flatMap(({ documents }) =>
        documents.map((each) => documentText(placeOf(origin), each)),
      ),
      documentText(placeOf(origin), document),
    ],
    secrets: [
      ...made.flatMap(({ secrets }) => secrets),
      ...[...inits, ...containers].flatMap(({ secrets }) => secrets),
    ],
  };
}

/**
 * What flags say, or what stands in a resolv.conf of the pod's own: that cannot be mounted here, so Podman's server
 * stays the one that is asked, and hands on to those of the list.
 */
function dnsConfig(
  { networking, origin }: PodModel,
  spec: PodSpec | undefined,
  context: KubeContext,
): YamlMap | undefined {
  const { dns, hostNetwork } = networking;
  if (dns.base === 'cluster' || hostNetwork) {
    const { dnsServers = [], dnsSearch = [], dnsOptions = [] } = spec ?? {};
    return dnsDocument(
      dnsServers,
      dnsSearch.filter((search) => search !== '.'),
      dnsOptions,
    );
  }
  context.differs(
    origin,
    'dnsPolicy: the name server of the network is asked first, and knows the other pods',
  );
  return dnsDocument(dns.servers, dns.searches, dns.options);
}

function dnsDocument(
  nameservers: readonly string[],
  searches: readonly string[],
  options: readonly string[],
): YamlMap | undefined {
  const pairs = options.map((option) => {
    const [name = '', value] = option.split(':');
    return { name, value };
  });
  return someOf({ nameservers: listOf(nameservers), searches: listOf(searches), options: listOf(pairs) });
}

/** What a whole pod loses on an older release. Sources: release notes of Podman 4.4 to 4.7; tried on 4.3.1. */
function reportVersion({ origin, networking, security, restart }: PodModel, context: KubeContext): void {
  if (supports(context.target.version, 'kubeExpansion')) return;
  const lost = [
    ...(networking.hostPID ? ['hostPID'] : []),
    ...(networking.hostIPC ? ['hostIPC'] : []),
    ...(networking.hostNetwork ? ['the host name of the machine'] : []),
    ...(Object.keys(security.sysctls).length > 0 ? ['sysctls'] : []),
    ...(restart.graceSeconds === 10 ? [] : ['terminationGracePeriodSeconds']),
  ];
  if (lost.length > 0) context.differs(origin, `${lost.join(', ')}: ignored by Podman before 4.7`);
}
