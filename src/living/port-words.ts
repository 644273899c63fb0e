import type { ServicePortModel, ServiceRules } from '../services/model.js';
import type { FoundPod } from './find-pods.js';

type NamedPort = ServicePortModel & { readonly name?: string };

/** A forward as the user wrote it. */
export interface PortWord {
  /** `same`: the remote one's number; `any`: a free one. */
  readonly local: number | 'same' | 'any';
  /** A number, or the name of a port. */
  readonly remote: number | string;
}

/**
 * Reads `[LOCAL:]REMOTE`; an empty LOCAL is any free port. Only TCP can be forwarded, as with kubectl.
 * Source: k8s.io/client-go/tools/portforward/portforward.go, parsePorts.
 */
export function parsePortWord(text: string): PortWord | { readonly wrong: string } {
  const [word = '', protocol] = text.split('/');
  if (protocol !== undefined && protocol.toLowerCase() !== 'tcp')
    return { wrong: `${text}: only TCP can be forwarded; publish the port with hostPort instead` };
  const parts = word.split(':');
  const [first = '', second] = parts;
  const remote = portOf(second ?? first);
  const local = second === undefined ? 'same' : first === '' ? 'any' : portOf(first);
  if (parts.length > 2 || remote === undefined || remote === 0 || local === undefined)
    return { wrong: `"${text}" is no port: write [LOCAL:]REMOTE, with numbers from 1 to 65535` };
  if (local !== 'any' && local !== 'same' && typeof local === 'string')
    return { wrong: `"${text}": the local port is a number` };
  return { local: local === 0 ? 'any' : local, remote };
}

/** A number that can be a port, or a name of one (RFC 6335: it has a letter). */
function portOf(text: string): number | string | undefined {
  if (/^\d+$/.test(text)) return Number(text) <= 65535 ? Number(text) : undefined;
  return /^[a-z0-9-]*[a-z][a-z0-9-]*$/.test(text) ? text : undefined;
}

/** Where a forward ends: `asked` is the number that the user meant, `inPod` the pod's own port. */
export interface RemotePort {
  readonly asked: number;
  readonly inPod: number;
}

/**
 * The port of the pod that a remote port means: of a Service its port's target, by number or name.
 * Source: k8s.io/kubectl/pkg/cmd/portforward/portforward.go, translateServicePortToTargetPort, convertPodNamedPortToNumber.
 */
export function remotePort(
  remote: number | string,
  pod: FoundPod,
  service: ServiceRules | undefined,
): RemotePort | { readonly wrong: string } {
  if (service === undefined) {
    const inPod = typeof remote === 'number' ? remote : pod.ports[remote];
    return inPod === undefined
      ? { wrong: `pod ${pod.name} has no port named "${remote}"` }
      : { asked: inPod, inPod };
  }
  const port = service.ports.find(
    ({ port: number, name }: NamedPort) => number === remote || name === remote,
  );
  if (port === undefined) return { wrong: `the Service has no port ${remote}` };
  if (port.protocol !== 'tcp')
    return { wrong: `port ${remote} of the Service is ${port.protocol}: only TCP can be forwarded` };
  const inPod = typeof port.target === 'number' ? port.target : pod.ports[port.target];
  return inPod === undefined
    ? { wrong: `pod ${pod.name} has no port named "${port.target}"` }
    : { asked: port.port, inPod };
}
