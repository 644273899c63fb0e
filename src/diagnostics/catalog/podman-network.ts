import { entry } from './entry.js';

/** Messages of the area `podman` about names and name resolution. */
export const podmanNetwork = {
  'podman/external-address': entry<{
    readonly address: string;
    readonly problem: 'absent' | 'low-port';
    readonly ports?: readonly number[];
  }>({
    severity: 'warning',
    group: 'podman',
    message: ({ address, problem, ports = [] }) =>
      problem === 'absent'
        ? `nothing leads to the Service from ${address}, which is no address of this machine`
        : `an ordinary user may not publish port ${ports.join(', ')} on ${address}`,
    hint: 'Use an address of this machine (ip address shows them), or type NodePort.',
    explain:
      'A node takes what arrives under an external address of a Service. On one machine that can only be an address which it has, and a port that the user may publish.',
    bad: 'spec: {externalIPs: [203.0.113.7], ports: [{port: 80}]}',
    good: 'spec: {type: NodePort, ports: [{port: 80}]}',
  }),
  'podman/no-forwarding': entry<{ readonly name: string; readonly programs: readonly string[] }>({
    severity: 'warning',
    group: 'podman',
    message: ({ name, programs }) =>
      `nothing answers on the address of Service "${name}": this machine has no ${programs.join(' and no ')}`,
    hint: ({ programs }) =>
      `Install ${programs.map((program) => (program === 'nft' ? 'nftables' : 'util-linux')).join(' and ')}; the running Services then work without another apply.`,
    explain:
      'Connections to the address of a Service are led to its pods by rules that nft sets in the network namespace of the Service, which nsenter enters.',
    bad: '{kind: Service, spec: {selector: {app: web}, ports: [{port: 80}]}}   # and nft is not installed',
    good: 'apt-get install nftables',
  }),
  'podman/hostname-too-long': entry<{ readonly name: string; readonly limit: number }>({
    severity: 'error',
    group: 'kubernetes',
    message: ({ name, limit }) =>
      `the host name "${name}" has ${name.length} characters, and Linux keeps ${limit} at most`,
    hint: 'Use shorter names, or leave setHostnameAsFQDN out.',
    explain:
      'With setHostnameAsFQDN the kernel is told the whole name with subdomain, namespace and cluster domain. A pod whose whole name is too long stays in ContainerCreating on a node.',
    bad: '{setHostnameAsFQDN: true, hostname: a-name-of-forty-characters-that-goes-on, subdomain: and-on}',
    good: '{setHostnameAsFQDN: true, hostname: web, subdomain: db}',
  }),
  'podman/dns-limit': entry<{ readonly servers: readonly string[]; readonly searches: readonly string[] }>({
    severity: 'warning',
    group: 'kubernetes',
    message: ({ servers, searches }) =>
      `too many name servers or search domains: only the servers ${servers.join(', ') || '(none)'} and the domains ${searches.join(' ') || '(none)'} are used`,
    explain:
      "dnsConfig is added to what the policy gives (the machine's own entries, or the cluster's three search domains). The kubelet then keeps three name servers, 32 search domains and 2048 characters of them.",
    bad: 'dnsConfig: {nameservers: [10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4]}',
    good: 'dnsConfig: {nameservers: [10.0.0.1, 10.0.0.2]}',
  }),
  'podman/dns-servers-left-out': entry<{ readonly servers: readonly string[] }>({
    severity: 'warning',
    group: 'podman',
    message: ({ servers }) =>
      `the name servers ${servers.join(', ')} are not asked: Podman's own name server stands alone in resolv.conf`,
    hint: 'Use dnsPolicy None and list the name servers, if the pod needs no names of other pods and Services.',
    explain:
      "With dnsPolicy ClusterFirst a node lists the cluster's name server first and those of dnsConfig behind it, where they are asked when the first does not answer. From Podman 5 on the network's name server is the only one a pod sees; a server given with --dns would be asked for all outside names instead.",
    bad: '{dnsPolicy: ClusterFirst, dnsConfig: {nameservers: [10.0.0.1]}}',
    good: '{dnsPolicy: None, dnsConfig: {nameservers: [10.0.0.1]}}',
  }),
} as const;
