import type { PodNames } from '../fields/context.js';
import { cutHostname } from '../model/hostname.js';
import { namespaced } from '../podman/names.js';
import type { Operation } from '../podman/operations.js';
import { secretName } from '../podman/secret-name.js';

/**
 * What differs between the pods of one template. While the template is resolved and planned these texts stand for it;
 * nobody writes them by accident.
 */
export const placeholder = {
  pod: 'k2p0-pod-7c1f4e09ab52',
  uid: 'k2p0-uid-7c1f4e09ab52',
  index: 'k2p0-index-7c1f4e09ab52',
  address: 'k2p0-address-7c1f4e09ab52',
  mac: 'k2p0-mac-7c1f4e09ab52',
  job: 'k2p0-job-7c1f4e09ab52',
  jobUid: 'k2p0-juid-7c1f4e09ab52',
} as const;

/** What takes the places; those that are not given stay, for a later one to fill. */
export type Filling = { readonly [P in keyof typeof placeholder]?: string };

/** As `podNames` has them, but for the length of secrets' names, which only a filled one has. */
export function templateNames(namespace: string): PodNames {
  const pod = namespaced(namespace, placeholder.pod);
  return {
    pod,
    container: (name) => `${pod}-${name}`,
    volume: (name) => `${pod}-${name}`,
    secret: (purpose) => `${pod}-${purpose}`,
  };
}

/** The operations of a template with something filled in: those of one Job, or of one pod. */
export function fill(operations: readonly Operation[], filling: Filling): readonly Operation[] {
  const replace = replacer(filling);
  const secrets = new Set(operations.flatMap((one) => (one.op === 'secret.create' ? [one.secret] : [])));
  const isWhole = filling.pod !== undefined;
  const filled = (text: string): string =>
    isWhole && secrets.has(text) ? secretName(replace(text)) : replace(text);
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return filled(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(walk);
    // Bytes, positions and secret values hold no placeholder.
    if (Object.getPrototypeOf(value) !== Object.prototype || 'reveal' in value) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item)]));
  };
  return operations.map((operation) => withHostname(walk(operation) as Operation));
}

function replacer(filling: Filling): (text: string) => string {
  const pairs = (Object.keys(placeholder) as (keyof typeof placeholder)[]).flatMap((name) => {
    const value = filling[name];
    return value === undefined ? [] : [[placeholder[name], value] as const];
  });
  return (text) => pairs.reduce((all, [from, to]) => all.replaceAll(from, to), text);
}

function withHostname(operation: Operation): Operation {
  if (operation.op !== 'pod.create' || operation.pod.hostname === undefined) return operation;
  return { ...operation, pod: { ...operation.pod, hostname: cutHostname(operation.pod.hostname) } };
}
