import { proxyPod } from '../ingress/proxy.js';
import type { Operation } from '../podman/operations.js';
import { isHolder } from '../services/names.js';

/**
 * What people can do about a failure, found by Podman's own words. The words are those of Podman 4.3.1 and 5.4.2, of
 * its libraries (containers/image, containers/storage, rootlesskit) and of the kernel; the first that fits is told.
 */
const cures: readonly { readonly words: RegExp; readonly cure: string }[] = [
  {
    words: /address already in use|port is already allocated/i,
    cure: 'Another program uses that port of this machine (ss -lntup shows which): end it, or choose another hostPort.',
  },
  {
    words: /expose privileged port|bind: permission denied|EACCES/i,
    cure: 'An ordinary user may not publish ports below 1024: choose a higher hostPort, or as root run sysctl net.ipv4.ip_unprivileged_port_start=80.',
  },
  {
    words:
      /insufficient UIDs or GIDs|no subuid ranges found|no subgid ranges found|cannot set uid to unmapped user/i,
    cure: 'Your user has too few sub-ids for that user or group id: as root run usermod --add-subuids 100000-165535 --add-subgids 100000-165535 USER, then podman system migrate.',
  },
  {
    words: /name "?[^ ]+"? is (?:already )?in use|that name is already in use/i,
    cure: 'Something else in Podman has that name: rename yours, or remove the other one.',
  },
  {
    words: /manifest unknown|name unknown|not found: manifest|repository .* not found/i,
    cure: 'The registry has no such image: check name and tag.',
  },
  {
    words: /unauthorized|access to the resource is denied|authentication required/i,
    cure: 'The registry wants credentials, or has no such image: podman login, or imagePullSecrets with a Secret of the manifest.',
  },
  {
    words: /no such host|pinging container registry|network is unreachable|i\/o timeout/i,
    cure: 'The registry cannot be reached: check the network, or bring the image here first (podman load) and set imagePullPolicy: IfNotPresent.',
  },
  {
    words: /no space left on device/i,
    cure: 'The disk is full: podman system df shows what takes room, podman image prune frees some.',
  },
  {
    words: /connection refused|unable to connect to Podman|dial unix .*: no such file/i,
    cure: 'The Podman of that connection does not answer: start it there (systemctl --user start podman.socket), or see podman system connection list.',
  },
];

/** Those of the proxy of Ingresses, which no manifest describes: options are for it what hostPort is for a pod. */
const proxyCures: typeof cures = [
  {
    words: /address already in use|port is already allocated/i,
    cure: 'Another program uses that port of this machine (ss -lntup shows which): end it, or choose another with --ingress-port or --ingress-tls-port.',
  },
  {
    words: /expose privileged port|bind: permission denied|EACCES/i,
    cure: 'An ordinary user may not publish ports below 1024: choose a higher --ingress-port, or as root run sysctl net.ipv4.ip_unprivileged_port_start=80.',
  },
  {
    words: /cannot assign requested address|EADDRNOTAVAIL/i,
    cure: 'This machine has no such address (ip address shows those it has): choose another --ingress-address.',
  },
  {
    words: /nginx: /,
    cure: 'nginx does not accept what an annotation or a path of an Ingress asks for; the old configuration stays in force.',
  },
];

/** Those of what holds a Service's address: its ports stand in the manifest, or follow from its name. */
const serviceCures: typeof cures = [
  {
    words: /address already in use|port is already allocated/i,
    cure: 'Another program uses that port of this machine (ss -lntup shows which): end it, or choose another nodePort (of a LoadBalancer: another port).',
  },
];

/** The cure for a failure, or nothing when only Podman's own words help. */
export function cureOf(message: string, operation?: Operation): string | undefined {
  const isProxy = operation?.id.includes(proxyPod) === true;
  const isService = !isProxy && operation !== undefined && isHolder(operation.id);
  const own = isProxy ? proxyCures : isService ? serviceCures : [];
  return [...own, ...cures].find(({ words }) => words.test(message))?.cure;
}
