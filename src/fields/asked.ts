import type { PodSpec } from 'kubernetes-types/core/v1.js';
import type { KubeObject } from '../phases/documents.js';
import type { References, ResolveContext } from './context.js';
import { type PodRequest, resolvePod } from './resolve-pod.js';

/** Annotations that steer Podman and the runtime: they act when a container is made. */
const steering = /^(io\.podman|run\.oci|bind-mount-options|.*\.podman\.io)/;

/**
 * What is asked for with a pod, apart from what a node reads anew while it runs or at a container's restart: contents of
 * ConfigMaps and Secrets, registry credentials, variables of Services. Only when this changes it is another pod; a
 * changed ConfigMap alone starts nothing anew. The pod is resolved a second time with empty contents, so that a default
 * written out is no change; how contents are taken (keys, paths, modes, expansions) counts as it is written.
 * A pod of its own may change its annotations while it runs; those of a template belong to the template.
 * Sources: kubernetes pkg/apis/core/validation/validation.go, ValidatePodUpdate; pkg/controller/deployment/util,
 * EqualIgnoreHash; measured: a changed ConfigMap alone starts no new pods (behaviour case 239).
 */
export function askedOf(request: PodRequest, context: ResolveContext): unknown {
  const { podSpec, written: asked = podSpec, identity: whole } = request;
  const { set: _set, ...identity } = whole;
  const own = identity.owner.kind === 'Pod' ? { ...identity, annotations: steeringOf(identity) } : identity;
  const blank = {
    ...context,
    identity: own,
    references: blankReferences(context.references),
    report: () => {},
    // A Service that comes or goes changes nothing about pods that run.
    serviceVariables: new Map(),
  };
  const resolved = resolvePod({ ...request, podSpec: asked, identity: own }, blank);
  return { resolved, contents: contentsOf(asked) };
}

function steeringOf({ annotations }: PodRequest['identity']): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(annotations).filter(([name]) => steering.test(name)));
}

/** The parts that name contents: their effect is not in a model without contents. */
function contentsOf({ volumes, initContainers = [], containers }: PodSpec): unknown {
  const parts = [...initContainers, ...containers].map(({ env, envFrom, command, args }) => ({
    env,
    envFrom,
    command,
    args,
  }));
  return { volumes, parts };
}

function blankReferences(references: References): References {
  return {
    ...references,
    configMap: (namespace, name) => withoutContents(references.configMap(namespace, name)),
    secret: (namespace, name) => withoutContents(references.secret(namespace, name)),
    // Headless Services give a pod names of its own; the others only variables, which are read at a start.
    services: (namespace) =>
      references.services(namespace).filter(({ manifest }) => manifest.spec?.clusterIP === 'None'),
  };
}

function withoutContents<T extends object>(object: KubeObject<T> | undefined): KubeObject<T> | undefined {
  if (object === undefined) return undefined;
  return { ...object, manifest: { ...object.manifest, data: {}, binaryData: {}, stringData: {} } };
}
