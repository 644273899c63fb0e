import type {
  ConfigMap,
  PersistentVolume,
  PersistentVolumeClaim,
  Secret,
  Service,
} from 'kubernetes-types/core/v1.js';
import type { Report } from '../diagnostics/diagnostic.js';
import { askedOf } from '../fields/asked.js';
import type { References, ResolveContext } from '../fields/context.js';
import { hostPortClaims } from '../fields/ports/claims.js';
import { checkHostPorts } from '../fields/ports/resolve.js';
import { type PodRequest, resolvePod } from '../fields/resolve-pod.js';
import { droppedClaims, resolveClaims } from '../fields/volumes/claims.js';
import { ingressParts } from '../ingress/application.js';
import { isIngress } from '../ingress/context.js';
import type { ProxySettings } from '../ingress/model.js';
import { ingressSummary } from '../ingress/summary.js';
import { admitted, admittingIn } from '../kinds/admission.js';
import { volumeBinder } from '../kinds/binding.js';
import { hiddenValues, maskedSource } from '../kinds/masked.js';
import { podRequests } from '../kinds/pods.js';
import { scheduledRequests, scheduleModels } from '../kinds/schedules.js';
import { isTemplated, templateRequest } from '../kinds/templates.js';
import type { ApplicationModel, ObjectModel } from '../model/application.js';
import { onceForEach } from '../model/once-for-each.js';
import type { PodModel } from '../model/pod-model.js';
import type { TemplateModel } from '../model/template.js';
import { latePart, type Text } from '../model/text.js';
import { podNames } from '../podman/names.js';
import type { Situation } from '../podman/target.js';
import { heldPods } from '../reconcile/labels.js';
import { type ExternalContext, reportExternalAddresses } from '../services/external.js';
import type { ServiceModel } from '../services/model.js';
import { resolveServices } from '../services/resolve.js';
import { networkRules } from '../services/rules.js';
import { linkedServices, namedVariables, serviceVariables } from '../services/variables.js';
import type { KubeObject } from './documents.js';
import type { Observed } from './observed.js';

/** What resolving needs besides the objects. */
export interface ResolveOptions {
  readonly observed: Observed;
  readonly situation: Situation;
  readonly baseDirectory: string;
  /** Unsafe sysctls that are set, as the kubelet's flag names them; absent: nobody is refused for one. */
  readonly allowedSysctls?: readonly string[];
  /** Objects of earlier applies that the input does not have: it may refer to them. */
  readonly earlier?: readonly KubeObject[];
  /** Objects with errors: others may refer to them, but nothing is made of them. */
  readonly isRefused?: (object: KubeObject) => boolean;
  /** Ingresses of earlier applies that are served on; what they refer to is among `earlier`. */
  readonly earlierIngresses?: readonly KubeObject[];
  /** How the proxy of Ingresses is published; absent: it is not run. */
  readonly proxy?: ProxySettings;
  /** The models are not run: what changes no finding may be missing from them. */
  readonly findingsOnly?: true;
}

/** Objects to models: every reference followed, every default in place. Reports: reference/*, podman/*. */
export function resolve(
  objects: readonly KubeObject[],
  options: ResolveOptions,
  report: Report,
): ApplicationModel {
  const references = referencesOf([...objects, ...(options.earlier ?? [])]);
  const { observed, situation } = options;
  const sound = objects.filter((object) => options.isRefused?.(object) !== true);
  const external: ExternalContext = {
    firstPort: firstPort(options),
    ...(observed.node.addresses === undefined ? {} : { addresses: observed.node.addresses }),
  };
  const services = situation.supervised ? resolveServices(sound, external) : [];
  if (situation.supervised) reportExternalAddresses(sound, external, report);
  reportUnforwarded(services, observed, report);
  const links = situation.supervised ? linkedServices(services, observed.state) : [];
  const all = [...sound, ...(options.earlier ?? [])];
  const variables = onceForEach((namespace) => serviceVariables(links, namespace));
  const scope: Scope = { options, references, report, variables };
  const admitting = onceForEach((namespace) => admittingIn(namespace, all));
  const known = new Map<string, () => unknown>();
  const resolveRequest = (request: PodRequest): PodModel =>
    resolveIn(admitted(request, admitting(request.identity.namespace), report), scope, known);
  const [templated, direct] = parted(sound, (object) => isTemplated(object, situation));
  const claims = resolveClaims(sound, references, report);
  const dropped = droppedClaims(sound, claims, observed);
  const pods = direct
    .flatMap((object) => [
      ...podRequests(object, heldPods(object, observed.state)),
      ...(situation.output === 'quadlet' ? scheduledRequests(object) : []),
    ])
    .map(resolveRequest);
  checkHostPorts(hostPortClaims(pods), { report });
  return {
    objects: objects.map((object) => objectModel(object, situation)),
    pods,
    ...(situation.output === 'quadlet' ? { schedules: sound.flatMap(scheduleModels) } : {}),
    templates: templated.flatMap((object) => templateModel(object, resolveRequest)),
    claims,
    ...(dropped.length === 0 ? {} : { droppedClaims: dropped }),
    services,
    ...(situation.supervised
      ? ingressParts({ ...options, sound, all, references, report }, (request, own) =>
          // Nobody wrote the proxy's pod: there is no line to say anything of.
          resolveIn(request, { ...scope, references: own, report: () => {} }, known),
        )
      : {}),
  };
}

/** Services with an address are forwarded by programs of this machine. Reports: podman/no-forwarding. */
function reportUnforwarded(services: readonly ServiceModel[], { node }: Observed, report: Report): void {
  const { missingPrograms: programs = [] } = node;
  if (programs.length === 0) return;
  for (const { origin, name } of services) report('podman/no-forwarding', origin, { name, programs });
}

function resolveIn(request: PodRequest, scope: Scope, known: Map<string, () => unknown>): PodModel {
  return { ...resolvePod(request, contextOf(request, scope)), asked: askedBy(request, scope, known) };
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

interface Scope {
  readonly options: ResolveOptions;
  readonly references: References;
  readonly report: Report;
  /** Variables of the Services of a namespace. */
  readonly variables: (namespace: string) => ReadonlyMap<string, Text>;
}

function contextOf(request: PodRequest, { options, references, report, variables }: Scope): ResolveContext {
  const { identity, podSpec } = request;
  const { observed, situation, baseDirectory, allowedSysctls, findingsOnly = false } = options;
  const pod = podNames(identity.namespace, identity.name).pod;
  const linked = variables(identity.namespace);
  return {
    report,
    references,
    observed,
    situation,
    baseDirectory,
    ...(allowedSysctls === undefined ? {} : { allowedSysctls }),
    identity,
    serviceVariables: findingsOnly ? namedVariables(linked, podSpec) : linked,
    facts: {
      podIP: [latePart(podSpec.hostNetwork === true ? { name: 'hostIP' } : { name: 'podIP', pod })],
      hostIP: [latePart({ name: 'hostIP' })],
      nodeName: [latePart({ name: 'nodeName' })],
    },
  };
}

/** Worked out when it is needed, and once for all pods of a controller that are alike. */
function askedBy(request: PodRequest, scope: Scope, known: Map<string, () => unknown>): () => unknown {
  const { identity } = request;
  const { owner, namespace, set } = identity;
  if (set?.alike === undefined) return once(() => askedOf(request, contextOf(request, scope)));
  const key = `${owner.kind}/${namespace}/${owner.name}`;
  const standing = { ...request, identity: { ...identity, name: set.alike, uid: '' } };
  const asked = known.get(key) ?? once(() => askedOf(standing, contextOf(standing, scope)));
  known.set(key, asked);
  return asked;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** First port of this machine that may be published. */
function firstPort({ observed, situation }: ResolveOptions): number {
  return situation.target.rootless ? observed.node.unprivilegedPortStart : 0;
}

function objectModel(object: KubeObject, { supervised }: Situation): ObjectModel {
  const { apiVersion, kind, namespace, name, at, manifest } = object;
  const hidden = hiddenValues(object);
  const rules = supervised ? networkRules(object) : undefined;
  return {
    apiVersion,
    kind,
    namespace,
    name,
    origin: at,
    source: maskedSource(object),
    content: () => manifest,
    ...(hidden === undefined ? {} : { hidden }),
    ...(rules === undefined ? {} : { rules }),
    ...(isIngress(object) ? { ingress: ingressSummary(object, { supervised }) } : {}),
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
  const ofKind = onceForEach((kind) => objects.filter((object) => object.kind === kind));
  const list = <T>(kind: string): readonly KubeObject<T>[] => ofKind(kind) as readonly KubeObject<T>[];
  const services = onceForEach((namespace) =>
    list<Service>('Service').filter((service) => service.namespace === namespace),
  );
  return {
    configMap: (namespace, name) => find<ConfigMap>('ConfigMap', namespace, name),
    secret: (namespace, name) => find<Secret>('Secret', namespace, name),
    claim: (namespace, name) => find<PersistentVolumeClaim>('PersistentVolumeClaim', namespace, name),
    volume: (name) => find<PersistentVolume>('PersistentVolume', '', name),
    volumes: () => list<PersistentVolume>('PersistentVolume'),
    boundVolume: volumeBinder(list<PersistentVolume>('PersistentVolume')),
    services,
  };
}
