import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A place with a Podman of its own, and how to run something there. */
export interface Machine {
  readonly podman: string;
  /** Whether systemd runs there, so that units can be started. */
  readonly systemd: boolean;
  readonly run: (...words: readonly string[]) => Promise<string>;
}

const state = process.env.KUBE2POD_TEST_STATE ?? '/var/cache/kube2pod-test';
const timeout = 180_000;

function entered(...prefix: readonly [string, ...string[]]): Machine['run'] {
  return async (...words) => {
    const [program, ...rest] = [...prefix, ...words] as [string, ...string[]];
    const { stdout } = await run(program, rest, { timeout, maxBuffer: 1 << 26 });
    return stdout;
  };
}

/** Where a command ends badly, its output is the answer. */
export async function outputOf(promise: Promise<string>): Promise<string> {
  return promise.catch((error: Error) => error.message);
}

/** The Podman of this machine and those of the newer Debians (test/tools/podman-version.sh). */
export async function machines(): Promise<readonly Machine[]> {
  const here = { systemd: false, run: entered(`${state}/rootful`) };
  const found: Machine[] = [{ ...here, podman: await versionOf(here.run) }];
  for (const suite of ['trixie', 'sid']) {
    const inside = entered('sh', 'test/tools/podman-version.sh', suite);
    const systemd =
      (await outputOf(inside('sh', '-c', 'test -d /run/systemd/system && echo yes'))).trim() === 'yes';
    found.push({ podman: await versionOf(inside), systemd, run: inside });
  }
  return found;
}

async function versionOf(inside: Machine['run']): Promise<string> {
  return (await inside('podman', 'version', '--format', '{{.Client.Version}}')).trim();
}
