import type { PlannedPod } from '../fields/plan-pod.js';
import type { Observed } from '../phases/observed.js';
import { infraName } from '../podman/commands.js';
import { networkName } from '../podman/names.js';
import type { Operation } from '../podman/operations.js';
import { type Labels, label, ownerLabels } from '../reconcile/labels.js';
import type { ServiceModel } from './model.js';
import { holderName } from './names.js';

/**
 * A Service's holder: a pod with nothing but its infra container, which has the Service's address and names; the
 * supervisor forwards from there to the pods that are ready, as kube-proxy does on a node (design decision 9).
 */
export function planService(service: ServiceModel, observed: Observed): PlannedPod {
  const { origin, name, rules, aliases } = service;
  const { namespace } = rules;
  const pod = holderName(namespace, name);
  const address = observed.addresses.get(pod);
  const labels: Labels = { ...ownerLabels({ kind: 'Service', namespace, name }), [label.purpose]: 'pod' };
  const published = rules.ports.flatMap(({ nodePort, port, protocol }) =>
    nodePort === undefined ? [] : [{ hostPort: nodePort, containerPort: port, protocol }],
  );
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
        [label.service]: JSON.stringify(rules),
        ...(address === undefined ? {} : { [label.address]: address.ip }),
      },
      network: {
        name: networkName(namespace),
        ...(address === undefined ? {} : { address: address.ip, mac: address.mac }),
        aliases,
      },
      sysctls: { 'net.ipv4.ip_forward': '1' },
      ...(published.length === 0 ? {} : { publish: published }),
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
