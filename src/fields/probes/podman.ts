import type { HealthSpec } from '../../podman/container-spec.js';
import type { Situation } from '../../podman/target.js';
import { supports } from '../../podman/versions.js';
import type { ContainerContribution } from '../context.js';
import type { ContainerProbe, ContainerProbes } from './model.js';

/**
 * The image's HEALTHCHECK, which a node does not know, is switched off. Units are the one form in which Podman's own
 * health checks are sure to work, since they are timers of systemd's: there a command of a liveness or startup probe is
 * one, and a container that fails it is killed, which its service answers by the restart policy.
 * Source: man podman-create(1), --no-healthcheck, --health-cmd, --health-on-failure.
 */
export function planProbes(
  { liveness, startup }: ContainerProbes,
  { output, target }: Situation,
): ContainerContribution {
  if (output !== 'quadlet') return { spec: { health: 'none' } };
  const alive = healthOf(liveness);
  const started = supports(target.version, 'startupHealth') ? healthOf(startup) : undefined;
  if (alive === undefined && started === undefined) return { spec: { health: 'none' } };
  // Podman has a startup check only beside a health check: one that never fails.
  const health: HealthSpec = alive ?? { ...always, intervalSeconds: started?.intervalSeconds ?? 10 };
  return {
    spec: {
      health: { ...health, onFailure: 'kill' },
      ...(started === undefined ? {} : { startupHealth: started }),
    },
  };
}

const always: HealthSpec = {
  command: ['CMD-SHELL', 'exit 0'],
  intervalSeconds: 10,
  timeoutSeconds: 1,
  startPeriodSeconds: 0,
  retries: 3,
};

/** Only commands: Podman runs a check inside the container, whose image may have no program for the others. */
function healthOf(probe: ContainerProbe | undefined): HealthSpec | undefined {
  if (probe?.action.kind !== 'exec') return undefined;
  return {
    command: ['CMD', ...probe.action.command],
    intervalSeconds: probe.periodSeconds,
    timeoutSeconds: probe.timeoutSeconds,
    startPeriodSeconds: probe.delaySeconds,
    retries: probe.failures,
  };
}
