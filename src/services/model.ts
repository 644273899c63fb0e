import type { FieldPath } from '../diagnostics/field-path.js';

/** One port of a Service. */
export interface ServicePortModel {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  /** A number, or the name of a port of the pods. */
  readonly target: number | string;
  readonly nodePort?: number;
}

/** What the supervisor must know of a Service: kept in a label of its holder pod, as JSON. */
export interface ServiceRules {
  readonly namespace: string;
  readonly selector: { readonly [label: string]: string };
  readonly ports: readonly ServicePortModel[];
  readonly affinity: boolean;
  readonly publishNotReady: boolean;
}

/** A Service with an address of its own: it gets a holder pod. */
export interface ServiceModel {
  readonly origin: FieldPath;
  readonly name: string;
  readonly rules: ServiceRules;
  /** Names under which it is found. */
  readonly aliases: readonly string[];
}
