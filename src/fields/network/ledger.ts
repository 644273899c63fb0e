import type { HostAlias, PodDNSConfig, PodDNSConfigOption, PodSpec } from 'kubernetes-types/core/v1.js';
import { exact, type Ledger, type LedgerPart, type LedgerRow, type Verdict } from '../ledger.js';

const dns = 'kubernetes pkg/kubelet/network/dns/dns.go, GetPodDNS';
const names = 'kubernetes pkg/kubelet/kubelet_pods.go, GeneratePodHostNameAndDomain';
const sandbox = 'kubernetes pkg/kubelet/kuberuntime/util/util.go, NamespacesForPod';
const exactly: Verdict = { level: 'exact' };

const optionLedger = {
  name: exact(dns, 'A line of resolv.conf; replaces an option of the same name.'),
  value: exact(dns, 'A line of resolv.conf.'),
} satisfies Ledger<PodDNSConfigOption>;

const dnsConfigLedger = {
  nameservers: exact(
    dns,
    "Written into the pod's resolv.conf; behind the cluster's own name server they are left out without the supervisor from Podman 5.4 on, with a finding.",
  ),
  options: exact(dns, '--dns-option, or a resolv.conf of our own.', { fields: optionLedger }),
  searches: exact(dns, '--dns-search, or a resolv.conf of our own.'),
} satisfies Ledger<PodDNSConfig>;

const hostAliasLedger = {
  hostnames: exact(
    'kubernetes pkg/kubelet/kubelet_pods.go, hostsEntriesFromHostAliases',
    '--add-host for each name.',
  ),
  ip: exact('kubernetes pkg/kubelet/kubelet_pods.go, hostsEntriesFromHostAliases', '--add-host'),
} satisfies Ledger<HostAlias>;

const dnsPolicyRow: LedgerRow = {
  verdict: (value, { target }) => {
    if (value !== 'ClusterFirstWithHostNet') return exactly;
    return target.rootless
      ? {
          level: 'approximate',
          why: 'the machine cannot reach the name server of rootless networks, so it resolves like the machine itself and finds no pod or Service by name',
        }
      : {
          level: 'approximate',
          why: "names of pods and Services are found only while another pod of the namespace runs on the pods' network",
        };
  },
  source: dns,
  how: "ClusterFirst is the network's name server with the cluster's search list and ndots:5; Default is the machine's resolv.conf; None is dnsConfig alone.",
};

const serviceLinksRow: LedgerRow = {
  verdict: (value, { supervised }) =>
    value === false || supervised
      ? exactly
      : {
          level: 'ignored',
          why: 'Services have no address without the supervisor, so there are no variables of them',
        },
  source: 'kubernetes pkg/kubelet/envvars/envvars.go, FromServices',
  how: 'Variables of the Services of the namespace, of this apply and of earlier ones; those of the API server are left out.',
};

const hostNamespaceRow = (how: string): LedgerRow => ({
  verdict: (value, { target }) =>
    value === true && target.rootless
      ? { level: 'approximate', why: "it is the machine's namespace with the rights of an ordinary user" }
      : exactly,
  source: sandbox,
  how,
});

/** What becomes of the pod's names, namespaces and name resolution. */
export const podSpecRows = {
  hostname: exact(names, '--hostname, cut to 63 characters.'),
  subdomain: exact(
    names,
    'The whole name stands in /etc/hosts, and is served when a Service of that name selects the pod.',
  ),
  setHostnameAsFQDN: exact(
    'kubernetes pkg/kubelet/util/util.go, GetNodenameForKernel',
    '--hostname with the whole name.',
  ),
  hostnameOverride: exact(names, '--hostname; wins over hostname and subdomain.'),
  hostAliases: exact('kubernetes pkg/kubelet/kubelet_pods.go, managedHostsFileContent', undefined, {
    fields: hostAliasLedger,
  }),
  dnsPolicy: dnsPolicyRow,
  dnsConfig: exact(dns, undefined, { fields: dnsConfigLedger }),
  hostNetwork: exact(sandbox, "--network host, with the host's own name."),
  hostPID: hostNamespaceRow('--pid host, shared with the containers.'),
  hostIPC: hostNamespaceRow('--ipc host of each container, and no shared IPC in the pod.'),
  shareProcessNamespace: exact(sandbox, '--share with pid; the infra process is number 1.'),
  enableServiceLinks: serviceLinksRow,
} satisfies LedgerPart<
  PodSpec,
  | 'hostname'
  | 'subdomain'
  | 'setHostnameAsFQDN'
  | 'hostnameOverride'
  | 'hostAliases'
  | 'dnsPolicy'
  | 'dnsConfig'
  | 'hostNetwork'
  | 'hostPID'
  | 'hostIPC'
  | 'shareProcessNamespace'
  | 'enableServiceLinks'
>;
