import type { Container, PodSpec } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import type { ContainerModel, ContainerRole, PodIdentity, ResolvedPod } from '../model/pod-model.js';
import { selectedNames } from '../services/resolve.js';
import type { ResolveContext } from './context.js';
import { resolveEnv } from './env/resolve.js';
import { type PullCredentials, resolveImage, resolvePullSecrets } from './image/resolve.js';
import { resolveLifecycle } from './lifecycle/resolve.js';
import type { PodNetworking } from './network/model.js';
import { resolveNetworking } from './network/resolve.js';
import { resolvePorts } from './ports/resolve.js';
import { httpResolver, resolveProbes } from './probes/resolve.js';
import { resolveProcess } from './process/resolve.js';
import { resolvePodResources, resolveResources } from './resources/resolve.js';
import type { PodRestart } from './restart/model.js';
import { resolveContainerRestart, resolvePodRestart } from './restart/resolve.js';
import { resolveContainerSecurity, resolvePodSecurity } from './security/resolve.js';
import { resolveSteering } from './steering/resolve.js';
import type { PodVolume } from './volumes/model.js';
import { resolveMounts } from './volumes/mounts.js';
import { resolveVolumes } from './volumes/resolve.js';

/** A pod as some object asks for it: itself, or a controller's template filled in. */
export interface PodRequest {
  readonly identity: PodIdentity;
  readonly podSpec: PodSpec;
  /** As written, before the namespace's defaults were filled in. Absent: none were. */
  readonly written?: PodSpec;
  /** Path of the pod (or template), below which `spec` and `metadata` stand. */
  readonly at: FieldPath;
}

/** All groups' resolvers in order: a pod with nothing left to look up. Reports: what the groups report. */
export function resolvePod({ identity, podSpec, at }: PodRequest, context: ResolveContext): ResolvedPod {
  const place = at.child('spec');
  const restart = resolvePodRestart(podSpec);
  const volumes = resolveVolumes(podSpec, place, context);
  const shared: Shared = {
    podSpec,
    place,
    restart,
    volumes,
    credentials: resolvePullSecrets(podSpec, place, context),
  };
  const steering = resolveSteering({ identity, podSpec }, at, context);
  return {
    origin: at,
    identity,
    ...(steering === undefined ? {} : { steering }),
    networking: withServices(resolveNetworking(podSpec, place, context), context),
    security: resolvePodSecurity(podSpec, place, context),
    resources: resolvePodResources(podSpec, place, context),
    restart,
    volumes,
    initContainers: containersOf(
      podSpec.initContainers ?? [],
      place.child('initContainers'),
      shared,
      context,
    ),
    containers: containersOf(podSpec.containers, place.child('containers'), shared, context),
  };
}

/**
 * Without the supervisor a pod also answers for the Services that select it, by names on Podman's network; else
 * names are served beside the pods, and a Service that comes later is no change of theirs.
 */
function withServices(
  networking: PodNetworking,
  { references, identity, situation }: ResolveContext,
): PodNetworking {
  if (situation.supervised) return { ...networking, aliases: [] };
  const names = selectedNames(references.services(identity.namespace), identity);
  return { ...networking, aliases: [...new Set([...networking.aliases, ...names])] };
}

/** What the containers of one pod have in common. */
interface Shared {
  readonly podSpec: PodSpec;
  readonly place: FieldPath;
  readonly restart: PodRestart;
  readonly volumes: readonly PodVolume[];
  readonly credentials: PullCredentials;
}

function containersOf(
  containers: readonly Container[],
  at: FieldPath,
  shared: Shared,
  context: ResolveContext,
): readonly ContainerModel[] {
  const isInit = at.segment === 'initContainers';
  return containers.map((container, index) => {
    const role: ContainerRole = isInit ? (container.restartPolicy === 'Always' ? 'sidecar' : 'init') : 'app';
    return resolveContainer({ container, role, at: at.index(index), shared }, context);
  });
}

interface ContainerRequest {
  readonly container: Container;
  readonly role: ContainerRole;
  readonly at: FieldPath;
  readonly shared: Shared;
}

function resolveContainer(
  { container, role, at, shared }: ContainerRequest,
  context: ResolveContext,
): ContainerModel {
  const { podSpec, place, restart, credentials, volumes } = shared;
  const image = resolveImage({ container, secrets: credentials }, at, context);
  const facts = context.observed.images.get(image.reference);
  const { serviceVariables } = context;
  const links =
    podSpec.enableServiceLinks === false || serviceVariables === undefined ? {} : { serviceVariables };
  const env = resolveEnv({ container, podSpec, ...links }, at, context);
  return {
    origin: at,
    name: container.name,
    role,
    image,
    process: resolveProcess({ container, env, image: facts }, at, context),
    env,
    ports: resolvePorts({ container, hostNetwork: podSpec.hostNetwork === true }, at, context),
    resources: resolveResources({ container, role, podSpec }, at, context),
    security: resolveContainerSecurity(
      { container, pod: podSpec.securityContext, podAt: place.child('securityContext'), image: facts },
      at,
      context,
    ),
    mounts: resolveMounts({ container, volumes, env }, at, context),
    probes: resolveProbes(container, at, context),
    lifecycle: resolveLifecycle(container, at, httpResolver(container, context)),
    restart: resolveContainerRestart(container, role, restart),
  };
}
