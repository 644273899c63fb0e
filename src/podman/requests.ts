import { formatAddress, parseSubnet, sizeOf } from '../model/ipv4.js';
import { type CommandInput, infraName, type SimpleOperation } from './commands.js';
import type { NetworkSpec } from './container-spec.js';
import { containerBody } from './container-spec-rows.js';
import { podBody } from './pod-spec-rows.js';
import type { BodyContext, BodyPart } from './spec-row.js';
import { supports } from './versions.js';

/** One call of Podman's REST API: what the socket executor sends for a simple operation. */
export interface PodmanRequest {
  readonly method: 'POST' | 'DELETE';
  /** Below `/libpod/`. */
  readonly path: string;
  readonly query?: { readonly [name: string]: string };
  readonly body?: BodyPart;
  /** Instead of a body in JSON. */
  readonly input?: CommandInput;
}

/** The command line reads the range as its first to its last address. Source: podman cmd/podman/networks/create.go, parseRange. */
function networkBody({ name, labels, subnet, gateway, dynamicRange, dns, internal }: NetworkSpec): BodyPart {
  const range = parseSubnet(dynamicRange ?? '');
  const lease = range && {
    start_ip: formatAddress(range.base + 1),
    end_ip: formatAddress(range.base + sizeOf(range) - 1),
  };
  return {
    ...{ name, driver: 'bridge', labels, dns_enabled: dns, internal: internal ?? false },
    ...(subnet && {
      subnets: [{ subnet, ...(gateway && { gateway }), ...(lease && { lease_range: lease }) }],
    }),
  };
}

const part = (name: string): string => encodeURIComponent(name);

/**
 * The one request of a simple operation, beside `commandOf`; undefined: this version's API cannot do it, the command
 * line can. `words` are those of the command, which Podman keeps with what it makes as the command line does.
 * Source: podman pkg/api/server/register_*.go; paths, bodies and statuses were tried on 4.3.1, 5.4.2 and 5.8.6.
 */
export function requestOf(
  operation: SimpleOperation,
  words: readonly string[],
  context: BodyContext,
): PodmanRequest | undefined {
  switch (operation.op) {
    case 'pod.create': {
      const body = podBody(operation.pod, context);
      return body && { method: 'POST', path: 'pods/create', body: { ...body, pod_create_command: words } };
    }
    case 'container.create': {
      const body = containerBody(operation.container, context);
      return (
        body && {
          method: 'POST',
          path: 'containers/create',
          body: { ...body, containerCreateCommand: words },
        }
      );
    }
    case 'infra.start':
      return { method: 'POST', path: `containers/${part(infraName(operation.pod))}/start` };
    case 'container.start':
      return { method: 'POST', path: `containers/${part(operation.container)}/start` };
    case 'volume.create': {
      const { name, labels, driver, options } = operation.volume;
      const body = { Name: name, Label: labels, ...(driver && { Driver: driver }), Options: options ?? {} };
      return { method: 'POST', path: 'volumes/create', body };
    }
    case 'volume.fill':
      if (!supports(context.version, 'volumeImportApi')) return undefined;
      return {
        method: 'POST',
        path: `volumes/${part(operation.volume)}/import`,
        input: { kind: 'tar', files: operation.files },
      };
    case 'secret.create':
      return {
        method: 'POST',
        path: 'secrets/create',
        query: { name: operation.secret, labels: JSON.stringify(operation.labels) },
        input: { kind: 'text', text: operation.value },
      };
    case 'container.remove':
      return {
        method: 'DELETE',
        path: `containers/${part(operation.container)}`,
        query: { force: 'true', timeout: '0', volumes: 'true' },
      };
    case 'pod.remove':
      return {
        method: 'DELETE',
        path: `pods/${part(operation.pod)}`,
        query: { force: 'true', timeout: String(operation.graceSeconds) },
      };
    case 'volume.remove':
      return { method: 'DELETE', path: `volumes/${part(operation.volume)}` };
    case 'secret.remove':
      return { method: 'DELETE', path: `secrets/${part(operation.secret)}` };
    case 'network.create':
      return { method: 'POST', path: 'networks/create', body: networkBody(operation.network) };
    case 'network.remove':
      return { method: 'DELETE', path: `networks/${part(operation.network)}` };
    // Three calls and a stream of its own.
    case 'container.exec':
    // Several containers at once: the executor stops them one by one, side by side.
    case 'container.stop':
      return undefined;
    default:
      return operation satisfies never;
  }
}
