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

/** Places by name: the Podman of this machine, and those of newer Debians (test/tools/podman-version.sh). */
export const places = ['here', 'trixie', 'sid'] as const;

export async function machineAt(place: (typeof places)[number]): Promise<Machine> {
  const inside =
    place === 'here' ? entered(`${state}/rootful`) : entered('sh', 'test/tools/podman-version.sh', place);
  const podman = (await inside('podman', 'version', '--format', '{{.Client.Version}}')).trim();
  // Units are for machines of the tests' own: nobody wants them on this one.
  const booted =
    place !== 'here' &&
    (await inside('sh', '-c', 'if [ -d /run/systemd/system ]; then echo yes; fi')).trim() === 'yes';
  return { podman, systemd: booted, run: inside };
}

/** Takes away everything that the cases made: their names begin with `ver-`. */
export async function clean({ run, systemd }: Machine): Promise<void> {
  const units = `
    systemctl list-units --all --plain --no-legend 'ver-*' 'kube2pod-*' | cut -d' ' -f1 | xargs -r systemctl stop
    rm -rf /etc/containers/systemd
    systemctl daemon-reload
    systemctl reset-failed`;
  const rest = `
    podman pod ps --format '{{.Name}}' | grep ^ver- | xargs -r podman pod rm -f -t 0
    podman ps --all --format '{{.Names}}' | grep ^ver- | xargs -r podman rm -f -t 0
    podman volume ls --format '{{.Name}}' | grep -E '^ver-|^kube2pod-record[.].*[.]ver-' | xargs -r podman volume rm
    podman secret ls --format '{{.Name}}' | grep ^ver- | xargs -r podman secret rm`;
  await run('sh', '-c', `${systemd ? units : ''}\n${rest}\ntrue`);
}
