import { InternalError } from '../../../diagnostics/internal-error.js';
import type { ContainerProbe, ProbeAction } from '../../../fields/probes/model.js';
import type { ContainerModel, PodModel } from '../../../model/pod-model.js';
import { isSecretText, plainText, revealText, type Text } from '../../../model/text.js';
import type { ContainerSpec } from '../../../podman/container-spec.js';
import { secretName } from '../../../podman/secret-name.js';
import { supports } from '../../../podman/versions.js';
import { type KubeContext, listOf, someOf, type YamlMap } from './context.js';
import { type KubeSecret, kubeMount } from './volumes.js';

/** A container in the words of `podman kube play`, and the secrets that its variables need. */
export interface KubeContainer {
  readonly container: YamlMap;
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
  const { env, secret } = variables(container, podName, context);
  if (mounts.devices.length > 0) context.differs(origin, 'block devices are left out');
  const hooks = lifecycle.postStart !== undefined || lifecycle.preStop !== undefined;
  if (hooks) context.differs(origin.child('lifecycle'), 'hooks are not run');
  reportPath(container, context);
  const stopSignal = lifecycle.stopSignal;
  if (stopSignal !== undefined && !supports(context.target.version, 'kubeStopSignal'))
    context.differs(origin.child('lifecycle', 'stopSignal'), 'the signal is ignored before Podman 5.6');
  return {
    secrets: secret.data.size === 0 ? [] : [secret],
    container: {
      name,
      image: image.reference,
      imagePullPolicy: image.reference.startsWith('localhost/') ? 'Never' : image.pullPolicy,
      command: wordsOf(running.command, context),
      args: wordsOf(running.args, context),
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
      resources: someOf({ limits: limits(spec) }),
      securityContext: securityContext(container, spec, context),
      volumeMounts: listOf(
        mounts.mounts.flatMap((mount) => {
          const volume = pod.volumes.find((candidate) => candidate.name === mount.volume);
          return volume === undefined ? [] : [kubeMount(mount, volume, podName, context)];
        }),
      ),
      livenessProbe: probe(container.probes.liveness),
      startupProbe: probe(container.probes.startup),
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

function wordsOf(words: readonly Text[] | undefined, { target }: KubeContext): readonly string[] | undefined {
  if (words === undefined) return undefined;
  // From 4.7 on `$(VAR)` is expanded here, and `$$` is `$`. Podman 4.7 release notes.
  const expands = supports(target.version, 'kubeExpansion');
  return words.map((word) => {
    const text = plainText(word) ?? word.map((part) => (typeof part === 'string' ? part : '')).join('');
    return expands ? text.replaceAll('$', '$$$$') : text;
  });
}

function variables(
  container: ContainerModel,
  podName: string,
  context: KubeContext,
): { readonly env: readonly YamlMap[]; readonly secret: KubeSecret } {
  const name = secretName(`${podName}-${container.name}-env`);
  const data = new Map<string, Uint8Array>();
  const env = container.env.flatMap((variable): readonly YamlMap[] => {
    const { value, origin } = variable;
    const plain = plainText(value);
    if (plain !== undefined) return [{ name: variable.name, value: plain }];
    const late = value.some((part) => typeof part !== 'string' && part.kind === 'late');
    if (late || !isSecretText(value)) {
      context.differs(origin, 'its value is known on the machine only: the variable is left out');
      return [];
    }
    const text = revealText(value, () => {
      throw new InternalError('a late value was asked for');
    });
    data.set(variable.name, new TextEncoder().encode(text));
    return [{ name: variable.name, valueFrom: { secretKeyRef: { name, key: variable.name } } }];
  });
  return { env, secret: { name, data } };
}

/** Bytes and thousandths of a processor: kube play reads fractions of Mi and Gi wrongly. */
function limits({ memoryBytes, cpuQuotaMicros }: ContainerSpec): YamlMap | undefined {
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

function probe(value: ContainerProbe | undefined): YamlMap | undefined {
  if (value === undefined || value.action.kind === 'grpc') return undefined;
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
