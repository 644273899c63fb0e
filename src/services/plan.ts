import type { PlannedPod } from '../fields/plan-pod.js';
import type { Observed } from '../phases/observed.js';
import { infraName } from '../podman/commands.js';
import { supervisedNetwork } from '../podman/names.js';
import type { Operation } from '../podman/operations.js';
import { type Labels, label, ownerLabels } from '../reconcile/labels.js';
import type { ServiceModel } from './model.js';
import { holderName } from './names.js';

/**
 * A Service's holder: a pod with nothing but its infra container, which has the Service's address; the supervisor
 * forwards from there to the pods that are ready, as kube-proxy does on a node (design decision 9). What it forwards
 * stands in the Service's record, so that a change of it needs no new holder.
 */
export function planService(service: ServiceModel, observed: Observed): PlannedPod {
  const { origin, name, rules, published } = service;
  const { namespace } = rules;
  const pod = holderName(namespace, name);
  const address = observed.addresses.get(pod);
  const labels: Labels = { ...ownerLabels({ kind: 'Service', namespace, name }), [label.purpose]: 'pod' };
  const publish = published.map(({ port, ...rest }) => ({ ...rest, containerPort: port }));
  const create: Operation = {
    op: 'pod.create',
    id: `pod.create ${pod}`,
    needs: [],
    origin,
    pod: {
      name: pod,
      infraName: infraName(pod),
      labels: {
        ...labels,
        [label.service]: 'holder',
        ...(address === undefined ? {} : { [label.address]: address.ip }),
      },
      network: {
        name: supervisedNetwork,
        ...(address === undefined ? {} : { address: address.ip, mac: address.mac }),
        aliases: [],
      },
      sysctls: { 'net.ipv4.ip_forward': '1' },
      ...(publish.length === 0 ? {} : { publish }),
      exitPolicy: 'continue',
    },
  };
  const start: Operation = { op: 'infra.start', id: `infra.start ${pod}`, needs: [create.id], origin, pod };
  const none = (text: string): string => text;
  return {
    namespace,
    names: { pod, container: none, volume: none, secret: none },
    labels,
    origin,
    joinsNetwork: true,
    hasInit: false,
    waits: false,
    containers: [],
    volumes: [],
    secrets: [],
    files: [],
    create: [create, start],
    start: [],
  };
}

/** The part of a Service that its holder is made of: only a change of this needs another holder. */
export function holderModel({ name, rules: { namespace }, published }: ServiceModel): unknown {
  return { name, namespace, published };
}
