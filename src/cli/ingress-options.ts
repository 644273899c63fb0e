import type { ProxySettings } from '../ingress/model.js';
import { usualSettings } from '../ingress/settings.js';
import { isIp } from '../model/ip-address.js';
import { say } from './output.js';

const group = 'Ingress:';
const stays = 'stays as it is when not given';
const orNext = 'or the next that is free';

/** For yargs: where the one proxy of all Ingresses is published, and what it is made from. */
export const ingressOptions = {
  'ingress-port': {
    type: 'number',
    requiresArg: true,
    group,
    describe: `Port of this machine for HTTP (${usualSettings.port} ${orNext}; ${stays})`,
  },
  'ingress-tls-port': {
    type: 'number',
    requiresArg: true,
    group,
    describe: `Port of this machine for HTTPS, where certificates are given (${usualSettings.tlsPort} ${orNext}; ${stays})`,
  },
  'ingress-address': {
    type: 'string',
    requiresArg: true,
    group,
    describe: `Address of this machine for both (${usualSettings.address}; ${stays}; 0.0.0.0: all)`,
  },
  'ingress-image': {
    type: 'string',
    requiresArg: true,
    group,
    describe: `Image with nginx (${usualSettings.image}; ${stays})`,
  },
} as const;

/** What these options give. */
export interface IngressOptions {
  readonly ingressPort?: number;
  readonly ingressTlsPort?: number;
  readonly ingressAddress?: string;
  readonly ingressImage?: string;
}

/** Reads the options; says on standard error what is wrong with them. */
export function ingressSettings(options: IngressOptions): Partial<ProxySettings> | undefined {
  const {
    ingressPort: port,
    ingressTlsPort: tlsPort,
    ingressAddress: address,
    ingressImage: image,
  } = options;
  const complaints = [
    ...Object.entries({ 'ingress-port': port, 'ingress-tls-port': tlsPort }).flatMap(([name, value]) =>
      value === undefined || isPort(value) ? [] : [`--${name} ${value}: write a port between 1 and 65535`],
    ),
    ...(address === undefined || isIp(address) ? [] : [`--ingress-address ${address}: this is no address`]),
    ...(port !== undefined && port === tlsPort ? ['--ingress-port and --ingress-tls-port must differ'] : []),
  ];
  for (const complaint of complaints) say(`kube2pod: ${complaint}`);
  if (complaints.length > 0) return undefined;
  return {
    ...(port === undefined ? {} : { port }),
    ...(tlsPort === undefined ? {} : { tlsPort }),
    ...(address === undefined ? {} : { address }),
    ...(image === undefined ? {} : { image }),
  };
}

const isPort = (value: number): boolean => Number.isInteger(value) && value > 0 && value < 65_536;
