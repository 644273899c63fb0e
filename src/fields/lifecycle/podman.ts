import type { ContainerContribution } from '../context.js';
import type { ContainerLifecycle } from './model.js';

/**
 * The signal that ends the container; without one Podman takes the image's, as a node does.
 * Source: man podman-create(1), --stop-signal.
 */
export function planLifecycle({ stopSignal }: ContainerLifecycle): ContainerContribution {
  return { spec: stopSignal === undefined ? {} : { stopSignal } };
}
