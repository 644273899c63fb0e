import type { SupervisedContainer } from '../../supervisor/model.js';
import type { PodmanConnection } from '../connection.js';
import { isElsewhere } from '../elsewhere/place.js';
import { readMessage } from '../message-files.js';
import { runPodman } from '../podman.js';

/** Source: kubernetes pkg/kubelet/container/runtime.go, MaxContainerTerminationMessageLength. */
const longestMessage = 4096;
/** Source: the same file, MaxContainerTerminationMessageLogLength and MaxContainerTerminationMessageLogLines. */
const longestLog = 2048;
const mostLogLines = 80;

/**
 * What a container that ended left as its last message: what it wrote into its message file, or after a failure the end
 * of its log where its policy says so.
 * Source: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, getTerminationMessage.
 */
export async function lastMessage(
  pod: string,
  { name, id, exitCode, rules }: SupervisedContainer,
  program: PodmanConnection,
): Promise<string | undefined> {
  const written = isElsewhere(program) ? undefined : await readMessage({ pod, name }, longestMessage);
  if (written !== undefined && written !== '') return written;
  if (rules.message !== 'FallbackToLogsOnError' || exitCode === 0) return undefined;
  const logs = await runPodman(program, ['logs', '--tail', String(mostLogLines), id], { timeoutMs: 5000 });
  const tail = Buffer.concat([logs.stdout, Buffer.from(logs.stderr)])
    .subarray(-longestLog)
    .toString('utf8');
  return tail === '' ? undefined : tail;
}
