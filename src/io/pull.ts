import { revealText, type Text } from '../model/text.js';
import type { OperationOf } from '../podman/operations.js';
import { hasImage } from './calls.js';
import type { PodmanConnection } from './connection.js';
import { refuseLate } from './late.js';
import { type ProgramResult, runPodman } from './podman.js';

/** The flags of `podman pull` that `apply` hands on. */
export interface PullOptions {
  readonly authfile?: string;
  /** `USER:PASSWORD`, for the registry of every image. */
  readonly credentials?: string;
  readonly certDir?: string;
  readonly tlsVerify?: 'yes' | 'no';
}

/**
 * Fetches an image as its policy says. The command line does it also where there is a socket: it knows the user's own
 * logins, and credentials of a manifest reach it through a pipe.
 * Source: kubernetes pkg/kubelet/images/image_manager.go, EnsureImageExists; man podman-pull(1).
 */
export async function pullImage(
  { image, policy, authSecret }: OperationOf<'image.pull'>,
  {
    program,
    signal,
    pull = {},
  }: { readonly program: PodmanConnection; readonly signal: AbortSignal; readonly pull?: PullOptions },
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
  const words = ['pull', '--quiet', ...pullFlags(pull)];
  const logins = pull.credentials === undefined ? revealed(authSecret) : loginText(image, pull.credentials);
  if (logins === undefined) {
    const authfile = pull.authfile === undefined ? [] : ['--authfile', pull.authfile];
    return runPodman(program, [...words, ...authfile, image], { signal });
  }
  // The authfile is read from a pipe of ours, so that credentials are neither on a command line nor on disk.
  return runPodman(program, [...words, '--authfile', '/dev/stdin', image], {
    signal,
    input: logins,
    throughPipe: true,
  });
}

function revealed(authSecret: Text | undefined): string | undefined {
  return authSecret === undefined ? undefined : revealText(authSecret, refuseLate);
}

function pullFlags({ certDir, tlsVerify }: PullOptions): readonly string[] {
  return [
    ...(certDir === undefined ? [] : ['--cert-dir', certDir]),
    ...(tlsVerify === undefined ? [] : [`--tls-verify=${tlsVerify === 'yes'}`]),
  ];
}

/** Credentials as an authfile of one registry: on a command line everybody could read them. Source: man containers-auth.json(5). */
function loginText(image: string, credentials: string): string {
  const [registry = ''] = image.split('/');
  return JSON.stringify({ auths: { [registry]: { auth: Buffer.from(credentials).toString('base64') } } });
}
