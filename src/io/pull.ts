import { revealText } from '../model/text.js';
import type { OperationOf } from '../podman/operations.js';
import { hasImage } from './calls.js';
import type { PodmanConnection } from './connection.js';
import { refuseLate } from './late.js';
import { type ProgramResult, runPodman } from './podman.js';

/**
 * Fetches an image as its policy says. The command line does it also where there is a socket: it knows the user's own
 * logins, and credentials of a manifest reach it through a pipe.
 * Source: kubernetes pkg/kubelet/images/image_manager.go, EnsureImageExists; man podman-pull(1).
 */
export async function pullImage(
  { image, policy, authSecret }: OperationOf<'image.pull'>,
  { program, signal }: { readonly program: PodmanConnection; readonly signal: AbortSignal },
): Promise<ProgramResult> {
  if (policy !== 'always') {
    const there = await hasImage(program, image, { signal });
    if (there.code === 0) return there;
    if (policy === 'never') {
      return {
        ...there,
        code: 125,
        stderr: `image ${image} is not on this machine, and imagePullPolicy is Never`,
      };
    }
  }
  const words = ['pull', '--quiet'];
  if (authSecret === undefined) return runPodman(program, [...words, image], { signal });
  // The authfile is read from a pipe of ours, so that credentials are neither on a command line nor on disk.
  return runPodman(program, [...words, '--authfile', '/dev/stdin', image], {
    signal,
    input: revealText(authSecret, refuseLate),
    throughPipe: true,
  });
}
