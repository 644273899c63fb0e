import type { Report } from '../diagnostics/diagnostic.js';
import type { References } from '../fields/context.js';
import type { PodRequest } from '../fields/resolve-pod.js';
import { objectSet } from '../kinds/object-set.js';
import type { ApplicationModel } from '../model/application.js';
import type { PodModel } from '../model/pod-model.js';
import type { KubeObject } from '../phases/documents.js';
import type { Observed } from '../phases/observed.js';
import { label } from '../reconcile/labels.js';
import { proxyOwner } from '../reconcile/proxy.js';
import { holderName } from '../services/names.js';
import { type IngressContext, isIngress } from './context.js';
import type { ProxySettings } from './model.js';
import { proxyRequest } from './proxy.js';
import { resolveIngresses } from './resolve.js';

/** What the Ingresses of an application are resolved from. */
export interface IngressParts {
  /** The input's objects without errors. */
  readonly sound: readonly KubeObject[];
  /** These, and those of earlier applies. */
  readonly all: readonly KubeObject[];
  /** Ingresses of earlier applies that are served on. */
  readonly earlierIngresses?: readonly KubeObject[];
  /** Absent: the proxy is not run. */
  readonly proxy?: ProxySettings;
  readonly observed: Observed;
  readonly references: References;
  readonly report: Report;
}

/** The Ingresses of the input and of earlier applies, and the one proxy that serves them. Reports: field/ignored, reference/*. */
export function ingressParts(
  { sound, all, earlierIngresses = [], proxy: settings, observed, references, report }: IngressParts,
  resolvePod: (request: PodRequest, references: References) => PodModel,
): Pick<ApplicationModel, 'ingress' | 'proxy'> {
  const { addresses, state, live, networks } = observed;
  const [written, earlier] = [sound.filter(isIngress), earlierIngresses.filter(isIngress)];
  const [first] = [...written, ...earlier];
  const addressOfService = (namespace: string, name: string): string | undefined => {
    const holder = holderName(namespace, name);
    return addresses.get(holder)?.ip ?? state.pods.get(holder)?.labels[label.address];
  };
  // Of files that are only checked nobody says that they are all there is; `check` itself knows when they are.
  const telling: Report = (code, ...rest) =>
    live || !code.startsWith('reference/missing-') ? report(code, ...rest) : undefined;
  if (first === undefined) return {};
  const context: IngressContext = { objects: objectSet(all), addressOfService, report: telling };
  const model = resolveIngresses({ written, earlier }, context);
  if (model === undefined) return {};
  if (settings === undefined) return { ingress: model };
  const nameServer = networks.get(proxyOwner.namespace)?.gateway;
  const input = { model, settings, first, ...(nameServer === undefined ? {} : { nameServer }) };
  const request = proxyRequest(input, references);
  return { ingress: model, proxy: { settings, pod: resolvePod(request.pod, request.references) } };
}
