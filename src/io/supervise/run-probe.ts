import type { ContainerProbe } from '../../fields/probes/model.js';
import type { SupervisedContainer, SupervisedPod } from '../../supervisor/model.js';
import { execWithin } from '../exec-within.js';
import type { ProbeResult } from '../network-probe.js';
import type { Surroundings } from './surroundings.js';

const longestOutput = 200;

/**
 * Runs one probe of a container; `no-prober`: it could not even be tried, which counts as nothing.
 * Source: kubernetes pkg/kubelet/prober/prober.go, runProbe; pkg/probe/exec/exec.go, Probe.
 */
export async function runProbe(
  { action, timeoutSeconds }: ContainerProbe,
  container: SupervisedContainer,
  pod: SupervisedPod,
  { program, reach }: Pick<Surroundings, 'program' | 'reach'>,
): Promise<ProbeResult | 'no-prober'> {
  if (action.kind !== 'exec') return reach(pod, action, timeoutSeconds * 1000);
  const result = await execWithin(program, container.id, action.command, timeoutSeconds * 1000);
  if (result.code === 0) return undefined;
  const output = `${result.stdout.toString('utf8')}${result.stderr}`.trim().slice(0, longestOutput);
  return result.code === 124
    ? `no end within ${timeoutSeconds} s`
    : `exit code ${result.code} ${output}`.trim();
}
