import type { FieldPath } from '../diagnostics/field-path.js';

export type Protocol = 'tcp' | 'udp' | 'sctp';

/** One port of a Service. */
export interface ServicePortModel {
  readonly name?: string;
  readonly port: number;
  readonly protocol: Protocol;
  /** A number, or the name of a port of the pods. */
  readonly target: number | string;
  readonly nodePort?: number;
}

/** What the supervisor must know of a Service: kept in a label of the Service's record, as JSON. */
export interface ServiceRules {
  readonly namespace: string;
  /** Absent: endpoints come from Endpoints and EndpointSlices. */
  readonly selector?: { readonly [label: string]: string };
  readonly ports: readonly ServicePortModel[];
  /** Seconds for which a client stays with its pod (sessionAffinity ClientIP). */
  readonly affinitySeconds?: number;
  readonly publishNotReady: boolean;
  /** Without an address of its own: its names are those of its endpoints. */
  readonly headless: boolean;
  /** Set for type ExternalName: the name that it stands for. */
  readonly externalName?: string;
}

/** Endpoints that a manifest lists for a Service without selector; kept in a label of the record of that object. */
export interface EndpointsRules {
  readonly namespace: string;
  readonly service: string;
  readonly subsets: readonly EndpointSubset[];
}

export interface EndpointSubset {
  readonly addresses: readonly { readonly ip: string; readonly hostname?: string }[];
  readonly ports: readonly { readonly name?: string; readonly port: number; readonly protocol: Protocol }[];
}

/** Where one port of one endpoint is reached. */
export interface EndpointAddress {
  readonly address: string;
  readonly port: number;
  /** Its own name below the Service's, if it has one. */
  readonly hostname?: string;
}

/** The endpoints of a Service, port by port in the order of its rules. */
export type ServiceEndpoints = readonly (readonly EndpointAddress[])[];

/** A Service with an address of its own: it gets a holder pod. */
export interface ServiceModel {
  readonly origin: FieldPath;
  readonly name: string;
  readonly rules: ServiceRules;
  /** Ports of this machine that lead to it. */
  readonly published: readonly ServicePublication[];
}

/** A port of this machine that leads to a port of a Service. */
export interface ServicePublication {
  readonly hostAddress?: string;
  readonly hostPort: number;
  readonly port: number;
  readonly protocol: Protocol;
}
