import type { HostEntry } from './container-spec.js';
import { flag, type SpecRow } from './spec-row.js';

/** An entry of /etc/hosts as `--add-host` and Quadlet's `AddHost=` take it. */
export const hostLine = ({ name, address }: HostEntry): string => `${name}:${address}`;

/** Pods and containers say it alike. Source: man podman-create(1), --add-host. */
export const addHosts: SpecRow<readonly HostEntry[]> = {
  argv: (entries) => entries.flatMap((entry) => flag('--add-host', hostLine(entry))),
  body: (entries) => ({ hostadd: entries.map(hostLine) }),
};
