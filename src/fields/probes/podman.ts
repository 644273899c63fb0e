import type { ContainerContribution } from '../context.js';
import type { ContainerProbes } from './model.js';

/**
 * No probe is run by Podman itself; the image's HEALTHCHECK, which a node does not know, is switched off.
 * Source: man podman-create(1), --no-healthcheck.
 */
export function planProbes(_probes: ContainerProbes): ContainerContribution {
  return { spec: { health: 'none' } };
}
