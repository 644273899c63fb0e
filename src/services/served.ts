import type { PodState } from '../phases/observed.js';
import { isOurs, isOwnedBy, label } from '../reconcile/labels.js';
import type { StoreView } from '../supervisor/controller.js';
import { isReadyPod } from '../supervisor/pod.js';
import { volumeRulesOf } from '../supervisor/rules.js';
import { type Candidate, endpointsOf } from '../supervisor/service.js';
import type { ZoneService } from './dns/zone.js';
import type { EndpointsRules, ServiceEndpoints, ServiceRules } from './model.js';
import { hasAddress } from './rules.js';

/** A Service with what it leads to, and the pod that holds its address. */
export interface Served extends ZoneService {
  readonly holder: PodState | undefined;
  readonly endpoints: ServiceEndpoints;
}

/** What Services are found by. */
type ServiceView = Pick<StoreView, 'state' | 'pods' | 'verdicts'>;

/** All Services whose records are there; pods on the machine's network are reached at `hostAddress`. */
export function servedServices(view: ServiceView, hostAddress: string): readonly Served[] {
  const pods = candidatesOf(view, hostAddress);
  const records = [...view.state.volumes.values()].filter(
    ({ labels }) => isOurs(labels) && labels[label.purpose] === 'record' && labels[label.rules] !== undefined,
  );
  const listed = records.flatMap(({ labels }) => {
    const rules = volumeRulesOf<EndpointsRules>(labels[label.rules]);
    return rules === undefined || !listing.has(labels[label.kind] ?? '') ? [] : [rules];
  });
  const holders = [...view.state.pods.values()].filter(({ labels }) => labels[label.service] !== undefined);
  return records.flatMap(({ labels }): readonly Served[] => {
    const rules = volumeRulesOf<ServiceRules>(labels[label.rules]);
    const name = labels[label.name] ?? '';
    if (rules === undefined || labels[label.kind] !== 'Service') return [];
    const owner = { kind: 'Service', namespace: rules.namespace, name };
    const holder = hasAddress(rules) ? holders.find((pod) => isOwnedBy(pod.labels, owner)) : undefined;
    const address = holder?.labels[label.address];
    const endpoints = endpointsOf({ name, rules, listed, pods });
    return [{ name, rules, holder, endpoints, ...(address === undefined ? {} : { address }) }];
  });
}

/** Kinds of object that list endpoints. */
const listing = new Set(['Endpoints', 'EndpointSlice']);

function candidatesOf({ state, pods, verdicts }: ServiceView, hostAddress: string): readonly Candidate[] {
  return pods.flatMap((pod) => {
    const labels = state.pods.get(pod.name)?.labels;
    if (labels === undefined) return [];
    const { ports, member, hostNetwork } = pod.rules;
    return [
      {
        name: pod.name,
        namespace: labels[label.namespace] ?? '',
        labels,
        address: hostNetwork ? hostAddress : (labels[label.address] ?? ''),
        ready: isReadyPod(pod, verdicts),
        running: pod.infraRunning,
        ports,
        ...(member === undefined ? {} : { member }),
      },
    ];
  });
}
