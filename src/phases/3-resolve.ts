import type {
  ConfigMap,
  PersistentVolume,
  PersistentVolumeClaim,
  Secret,
  Service,
} from 'kubernetes-types/core/v1.js';
import type { Report } from '../diagnostics/diagnostic.js';
import type { References, ResolveContext } from '../fields/context.js';
import { type PodRequest, resolvePod } from '../fields/resolve-pod.js';
import { resolveClaims } from '../fields/volumes/claims.js';
import { boundVolume } from '../kinds/binding.js';
import { maskedSource } from '../kinds/masked.js';
import { podRequests } from '../kinds/pods.js';
import { isTemplated, templateRequest } from '../kinds/templates.js';
import type { ApplicationModel, ObjectModel } from '../model/application.js';
import type { PodModel } from '../model/pod-model.js';
import type { TemplateModel } from '../model/template.js';
import { latePart } from '../model/text.js';
import { podNames } from '../podman/names.js';
import type { Situation } from '../podman/target.js';
import { resolveServices } from '../services/resolve.js';
import type { KubeObject } from './documents.js';
import type { Observed } from './observed.js';

/** What resolving needs besides the objects. */
export interface ResolveOptions {
  readonly observed: Observed;
  readonly situation: Situation;
  readonly baseDirectory: string;
  /** Objects with errors: others may refer to them, but nothing is made of them. */
  readonly isRefused?: (object: KubeObject) => boolean;
}

/** Objects to models: every reference followed, every default in place. Reports: reference/*, podman/*. */
export function resolve(
  objects: readonly KubeObject[],
  options: ResolveOptions,
  report: Report,
): ApplicationModel {
  const references = referencesOf(objects);
  const { observed, situation, baseDirectory } = options;
  const sound = objects.filter((object) => options.isRefused?.(object) !== true);
  const resolveRequest = (request: PodRequest): PodModel => {
    const pod = podNames(request.identity.namespace, request.identity.name).pod;
    const hostNetwork = request.podSpec.hostNetwork === true;
    const context: ResolveContext = {
      report,
      references,
      observed,
      situation,
      baseDirectory,
      identity: request.identity,
      facts: {
        podIP: [latePart(hostNetwork ? { name: 'hostIP' } : { name: 'podIP', pod })],
        hostIP: [latePart({ name: 'hostIP' })],
        nodeName: [latePart({ name: 'nodeName' })],
      },
    };
    return resolvePod(request, context);
  };
  const [templated, direct] = parted(sound, (object) => isTemplated(object, situation));
  return {
    objects: objects.map(objectModel),
    pods: direct.flatMap(podRequests).map(resolveRequest),
    templates: templated.flatMap((object) => templateModel(object, resolveRequest)),
    claims: resolveClaims(sound, references),
    services: situation.supervised ? resolveServices(sound) : [],
  };
}

function templateModel(
  object: KubeObject,
  resolveRequest: (request: PodRequest) => PodModel,
): readonly TemplateModel[] {
  const request = templateRequest(object);
  if (request === undefined) return [];
  const { kind, namespace, name, at } = object;
  const { pod, rules, identity } = request;
  return [{ owner: { kind, namespace, name }, origin: at, rules, identity, pod: resolveRequest(pod) }];
}

function parted<T>(
  items: readonly T[],
  isFirst: (item: T) => boolean,
): readonly [readonly T[], readonly T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

function objectModel(object: KubeObject): ObjectModel {
  const { apiVersion, kind, namespace, name, at, manifest } = object;
  return {
    apiVersion,
    kind,
    namespace,
    name,
    origin: at,
    source: maskedSource(object),
    content: () => manifest,
  };
}

/** Look-ups by kind, namespace and name; of two objects with one name the first counts (validation reports the other). */
function referencesOf(objects: readonly KubeObject[]): References {
  const key = (kind: string, namespace: string, name: string): string => `${kind}/${namespace}/${name}`;
  const all = new Map<string, KubeObject>();
  for (const object of objects) {
    const own = key(object.kind, object.namespace, object.name);
    if (!all.has(own)) all.set(own, object);
  }
  // The kind in the key says which type the manifest has: validation checked it against that kind's schema.
  const find = <T>(kind: string, namespace: string, name: string): KubeObject<T> | undefined =>
    all.get(key(kind, namespace, name)) as KubeObject<T> | undefined;
  const list = <T>(kind: string): readonly KubeObject<T>[] =>
    objects.filter((object) => object.kind === kind) as readonly KubeObject<T>[];
  return {
    configMap: (namespace, name) => find<ConfigMap>('ConfigMap', namespace, name),
    secret: (namespace, name) => find<Secret>('Secret', namespace, name),
    claim: (namespace, name) => find<PersistentVolumeClaim>('PersistentVolumeClaim', namespace, name),
    volume: (name) => find<PersistentVolume>('PersistentVolume', '', name),
    volumes: () => list<PersistentVolume>('PersistentVolume'),
    boundVolume: (claim) => boundVolume(claim, list<PersistentVolume>('PersistentVolume')),
    services: (namespace) => list<Service>('Service').filter((service) => service.namespace === namespace),
  };
}
