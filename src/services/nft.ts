import type { ServiceRules } from './model.js';

/** Where one port of one ready pod is reached. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** The endpoints of a Service, port by port in the order of its rules. */
export type ServiceEndpoints = readonly (readonly Endpoint[])[];

/**
 * The rules that make a holder's address forward to the endpoints, as one nft transaction: what was there is replaced at
 * once. Traffic that was redirected leaves with the holder's own address, so that answers come back through it.
 * Source: man nft(8), NAT STATEMENTS, numgen and jhash; kubernetes pkg/proxy/nftables for the shape.
 */
export function nftRules(address: string, rules: ServiceRules, endpoints: ServiceEndpoints): string {
  const chains: string[] = [];
  const jumps: string[] = [];
  for (const [index, { port, protocol }] of rules.ports.entries()) {
    const targets = endpoints[index] ?? [];
    if (targets.length === 0 || protocol === 'sctp') continue;
    for (const [position, target] of targets.entries()) {
      chains.push(
        `  chain to_${index}_${position} {`,
        `    meta l4proto ${protocol} dnat to ${target.address}:${target.port}`,
        '  }',
      );
    }
    const choice = rules.affinity ? 'jhash ip saddr' : 'numgen random';
    const map = targets.map((_, position) => `${position} : goto to_${index}_${position}`).join(', ');
    const verdict =
      targets.length === 1 ? `goto to_${index}_0` : `${choice} mod ${targets.length} vmap { ${map} }`;
    jumps.push(`    ip daddr ${address} ${protocol} dport ${port} ${verdict}`);
  }
  return [
    'table ip kube2pod',
    'delete table ip kube2pod',
    'table ip kube2pod {',
    ...chains,
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
