import type { FieldPath } from '../../../diagnostics/field-path.js';
import type { ContainerProbe, ProbeAction } from '../../../fields/probes/model.js';
import type { ContainerModel, PodModel } from '../../../model/pod-model.js';
import { plainText } from '../../../model/text.js';
import type { ContainerSpec } from '../../../podman/container-spec.js';
import { supports } from '../../../podman/versions.js';
import { type KubeContext, listOf, someOf, type YamlMap } from './context.js';
import { isReadBack, spoiledText } from './reread.js';
import { kubeVariables } from './variables.js';
import { type KubeSecret, kubeMount } from './volumes.js';
import { kubeWords } from './words.js';

/** A container in the words of `podman kube play`, and the secrets and documents that its variables need. */
export interface KubeContainer {
  readonly container: YamlMap;
  readonly documents: readonly YamlMap[];
  readonly secrets: readonly KubeSecret[];
}

/**
 * One container with nothing left to expand: kube play expands no `$(VAR)` of variables and knows few field
 * references. `$` is doubled where it would expand. `spec` holds what planning decided about capabilities and limits.
 * Source: containers/podman pkg/specgen/generate/kube/kube.go, ToSpecGen.
 */
export function kubeContainer(
  {
    container,
    pod,
    spec,
    podName,
  }: {
    readonly container: ContainerModel;
    readonly pod: PodModel;
    readonly spec: ContainerSpec;
    readonly podName: string;
  },
  context: KubeContext,
): KubeContainer {
  const { name, image, process: running, mounts, origin, ports, lifecycle } = container;
  const command = kubeWords(running.command, origin.child('command'), context);
  const args = kubeWords(running.args, origin.child('args'), context);
  const usesEmpty = command.usesEmpty || args.usesEmpty;
  const { env, secret, documents } = kubeVariables(container, { podName, usesEmpty }, context);
  if (mounts.devices.length > 0) context.differs(origin, 'block devices are left out');
  const hooks = lifecycle.postStart !== undefined || lifecycle.preStop !== undefined;
  if (hooks) context.differs(origin.child('lifecycle'), 'hooks are not run');
  reportPath(container, context);
  const stopSignal = lifecycle.stopSignal;
  if (stopSignal !== undefined && !supports(context.target.version, 'kubeStopSignal'))
    context.differs(origin.child('lifecycle', 'stopSignal'), 'the signal is ignored before Podman 5.6');
  return {
    secrets: secret.data.size === 0 ? [] : [secret],
    documents,
    container: {
      name,
      image: image.reference,
      imagePullPolicy: image.reference.startsWith('localhost/') ? 'Never' : image.pullPolicy,
      command: command.words,
      args: args.words,
      workingDir: running.workingDir,
      stdin: running.stdin ? true : undefined,
      tty: running.tty ? true : undefined,
      env: listOf(env),
      // A port without hostPort publishes nothing, but Podman 4.3 would publish it.
      ports: listOf(
        ports
          .filter(({ hostPort }) => hostPort !== undefined)
          .map(({ containerPort, hostPort, hostIP, protocol }) => ({
            containerPort,
            hostPort,
            hostIP,
            protocol,
          })),
      ),
      resources: someOf({ limits: limits(spec, origin.child('resources'), context) }),
      securityContext: securityContext(container, spec, context),
      volumeMounts: listOf(
        mounts.mounts.flatMap((mount) => {
          const volume = pod.volumes.find((candidate) => candidate.name === mount.volume);
          return volume === undefined ? [] : [kubeMount(mount, volume, podName, context)];
        }),
      ),
      livenessProbe: probe(container.probes.liveness, origin.child('livenessProbe'), context),
      startupProbe: probe(container.probes.startup, origin.child('startupProbe'), context),
      lifecycle: stopSignal === undefined ? undefined : { stopSignal },
    },
  };
}

/** What the image says is not known here: most have a PATH of their own, but not all. */
function reportPath({ process: running, env, origin }: ContainerModel, context: KubeContext): void {
  const [first] = running.command ?? [];
  const program = first === undefined ? undefined : plainText(first);
  const isFound = program === undefined || program.includes('/') || env.some(({ name }) => name === 'PATH');
  if (isFound || supports(context.target.version, 'kubePath')) return;
  context.differs(
    origin.child('command'),
    `"${program}" is not found in an image that sets no PATH: write its absolute path`,
  );
}

/** Shares of a container that requests no processor. Source: kubernetes pkg/kubelet/cm/helpers_linux.go, MinShares. */
const leastShares = 2;

/** Bytes and thousandths of a processor: kube play reads fractions of Mi and Gi wrongly. */
function limits(
  { memoryBytes, cpuQuotaMicros, cpuShares = leastShares }: ContainerSpec,
  at: FieldPath,
  context: KubeContext,
): YamlMap | undefined {
  if (memoryBytes !== undefined) context.differs(at, 'the limit of memory does not keep it from swapping');
  if (cpuShares > leastShares) context.differs(at, 'the request of processors gives it no greater share');
  return someOf({
    memory: memoryBytes === undefined ? undefined : String(memoryBytes),
    cpu:
      cpuQuotaMicros === undefined
        ? undefined
        : `${Math.round((cpuQuotaMicros.quota * 1000) / cpuQuotaMicros.period)}m`,
  });
}

function securityContext(
  { security, origin }: ContainerModel,
  spec: ContainerSpec,
  context: KubeContext,
): YamlMap | undefined {
  const at = origin.child('securityContext');
  const [user, group] = security.user?.split(':') ?? [];
  if (security.user !== undefined && !/^\d+(:\d+)?$/.test(security.user))
    context.differs(at, 'a group without a numeric user cannot be said: the image’s own user is used');
  if (security.groups.length > 0 && spec.groupAdd !== undefined)
    context.differs(at, `the groups ${spec.groupAdd.join(', ')} are given to all containers of the pod`);
  if (security.seccomp !== undefined || security.apparmor !== undefined)
    context.differs(at, 'profiles of seccomp and AppArmor are ignored');
  const { selinux } = security;
  const isNumeric = (text: string | undefined): text is string => text !== undefined && /^\d+$/.test(text);
  return someOf({
    runAsUser: isNumeric(user) ? Number(user) : undefined,
    runAsGroup: isNumeric(user) && isNumeric(group) ? Number(group) : undefined,
    privileged: security.privileged ? true : undefined,
    readOnlyRootFilesystem: security.readOnlyRootFilesystem ? true : undefined,
    allowPrivilegeEscalation: security.noNewPrivileges ? false : undefined,
    procMount: security.unmaskedProc ? 'Unmasked' : undefined,
    capabilities: someOf({
      add: spec.capAdd === undefined ? undefined : spec.capAdd,
      drop: spec.capDrop === undefined ? undefined : spec.capDrop,
    }),
    seLinuxOptions: someOf({ ...selinux }),
  });
}

function probe(value: ContainerProbe | undefined, at: FieldPath, context: KubeContext): YamlMap | undefined {
  if (value === undefined || value.action.kind === 'grpc') return undefined;
  if (value.action.kind === 'exec' && !value.action.command.every((word) => isReadBack(word, 'list'))) {
    context.differs(at, `the probe is left out: ${spoiledText}`);
    return undefined;
  }
  return {
    ...action(value.action),
    initialDelaySeconds: value.delaySeconds === 0 ? undefined : value.delaySeconds,
    periodSeconds: value.periodSeconds,
    timeoutSeconds: value.timeoutSeconds,
    failureThreshold: value.failures,
    successThreshold: value.successes === 1 ? undefined : value.successes,
  };
}

function action(what: Exclude<ProbeAction, { kind: 'grpc' }>): YamlMap {
  switch (what.kind) {
    case 'exec':
      return { exec: { command: what.command } };
    case 'httpGet':
      return { httpGet: { path: what.path, port: what.port, scheme: what.scheme, host: what.host } };
    case 'tcpSocket':
      // Without a host 4.3 asks no address at all.
      return { tcpSocket: { port: what.port, host: what.host ?? 'localhost' } };
    default:
      return what satisfies never;
  }
}
