import type { EndpointAddress, ServiceEndpoints, ServiceRules } from './model.js';

const table = 'table ip kube2pod';

/**
 * The rules that make a holder's address forward to the endpoints, as one nft transaction. What was there is replaced
 * at once, but for the sets that remember which client went where. Traffic that was redirected leaves with the
 * holder's own address, so that answers come back through it.
 * Source: man nft(8), NAT STATEMENTS, numgen and SETS; kubernetes pkg/proxy/nftables/proxier.go for the shape.
 */
export function nftRules(address: string, rules: ServiceRules, endpoints: ServiceEndpoints): string {
  const parts = rules.ports.map(({ port, protocol }, index) =>
    protocol === 'sctp'
      ? noRules
      : portRules({ address, port, protocol, index, targets: endpoints[index] ?? [], rules }),
  );
  const jumps = parts.flatMap((part) => part.jumps);
  return [
    table,
    `flush ${table}`,
    `${table} {`,
    ...parts.flatMap(({ sets }) => sets),
    ...parts.flatMap(({ chains }) => chains),
    '  chain from_outside {',
    '    type nat hook prerouting priority -100;',
    ...jumps,
    '  }',
    '  chain from_inside {',
    '    type nat hook output priority -100;',
    ...jumps,
    '  }',
    '  chain leaving {',
    '    type nat hook postrouting priority 100;',
    '    ct status dnat masquerade',
    '  }',
    '}',
    '',
  ].join('\n');
}

interface PortRules {
  readonly sets: readonly string[];
  readonly chains: readonly string[];
  readonly jumps: readonly string[];
}

const noRules: PortRules = { sets: [], chains: [], jumps: [] };

interface Port {
  readonly address: string;
  readonly port: number;
  readonly protocol: string;
  readonly index: number;
  readonly targets: readonly EndpointAddress[];
  readonly rules: ServiceRules;
}

function portRules({ address, port, protocol, index, targets, rules }: Port): PortRules {
  const { affinitySeconds } = rules;
  const chains = targets.flatMap((target, position) => [
    `  chain to_${index}_${position} {`,
    ...(affinitySeconds === undefined
      ? []
      : [`    update @${setName(port, protocol, target, affinitySeconds)} { ip saddr }`]),
    `    meta l4proto ${protocol} dnat to ${target.address}:${target.port}`,
    '  }',
  ]);
  const here = `    ip daddr ${address} ${protocol} dport ${port}`;
  const sets = affinitySeconds === undefined ? [] : targets;
  return {
    sets: sets.flatMap((target) => [
      `  set ${setName(port, protocol, target, affinitySeconds ?? 0)} {`,
      `    type ipv4_addr; flags dynamic,timeout; timeout ${affinitySeconds}s; size 65535;`,
      '  }',
    ]),
    chains,
    jumps: [
      ...sets.map(
        (target, position) =>
          `${here} ip saddr @${setName(port, protocol, target, affinitySeconds ?? 0)} goto to_${index}_${position}`,
      ),
      ...(targets.length === 0 ? [] : [`${here} ${chosen(index, targets.length)}`]),
    ],
  };
}

function chosen(index: number, count: number): string {
  if (count === 1) return `goto to_${index}_0`;
  const map = Array.from({ length: count }, (_, position) => `${position} : goto to_${index}_${position}`);
  return `numgen random mod ${count} vmap { ${map.join(', ')} }`;
}

/** Named for what it stands for and not by place: who went to an endpoint goes there again when others come and go. */
function setName(port: number, protocol: string, target: EndpointAddress, seconds: number): string {
  return `went_${protocol}_${port}_${target.address.replaceAll('.', '_')}_${target.port}_${seconds}`;
}
