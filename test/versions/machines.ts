import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A place with a Podman of its own, as one of its users, and how to run something there. */
export interface Machine {
  readonly podman: string;
  readonly rootless: boolean;
  /** Of which version its control groups are. */
  readonly cgroups: string;
  /** Whether systemd runs there, so that units can be started. */
  readonly systemd: boolean;
  readonly run: (...words: readonly string[]) => Promise<string>;
}

/** The tools' own word on where the test state lies, so that there is one definition of it. */
const state = execFileSync('sh', ['-c', '. test/tools/state.sh && printf %s "$state"'], { encoding: 'utf8' });
/** One command may start all cases: Podman 4.3 plays them in a minute when the machine is idle, and in five when it is not. */
const timeout = 800_000;

function entered(...prefix: readonly [string, ...string[]]): Machine['run'] {
  return async (...words) => {
    const [program, ...rest] = [...prefix, ...words] as [string, ...string[]];
    try {
      const { stdout } = await run(program, rest, { timeout, maxBuffer: 1 << 28 });
      return stdout;
    } catch (error) {
      const { stderr = '', killed } = error as { readonly stderr?: string; readonly killed?: boolean };
      const said = stderr.split('\n').filter((line) => !/ warning |^ +\| /.test(line));
      const why = killed === true ? `killed after ${timeout / 1000} s` : said.join('\n').slice(0, 3000);
      throw new Error(`${words.slice(0, 8).join(' ')}: ${why}`);
    }
  };
}

/** Podmans by name: that of this machine, and those of newer Debians (test/tools/podman-version.sh). */
export const suites = ['here', 'trixie', 'sid'] as const;
export const modes = ['rootful', 'rootless'] as const;

export interface Place {
  readonly suite: (typeof suites)[number];
  readonly mode: (typeof modes)[number];
}

/** The command line, at a place that every machine and user sees. */
export function commandLine(): string {
  return execFileSync('sh', ['test/tools/copy-cli.sh'], { encoding: 'utf8' }).trim();
}

/** Boots the machine where it is not up. Rejects with the reason where this one cannot have it. */
export async function machineAt({ suite, mode }: Place): Promise<Machine> {
  const user = mode === 'rootful' ? 'root' : 'tester';
  const inside =
    suite === 'here'
      ? entered(join(state, mode))
      : entered('sh', 'test/tools/podman-version.sh', suite, user);
  const podman = (await inside('podman', 'version', '--format', '{{.Client.Version}}')).trim();
  // Units are for machines of the tests' own: nobody wants them on this one.
  const cgroups = (await inside('podman', 'info', '--format', '{{.Host.CgroupsVersion}}')).trim();
  return { podman, cgroups, rootless: mode === 'rootless', systemd: suite !== 'here', run: inside };
}

/** Runs `use` with a folder that every machine sees and every user can write, and removes it. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  mkdirSync(join(state, 'shared'), { recursive: true });
  const folder = mkdtempSync(join(state, 'shared/versions-'));
  chmodSync(folder, 0o777);
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where the units of this machine's user lie. */
export const unitFolder = ({ rootless }: Machine): string =>
  rootless ? '$HOME/.config/containers/systemd' : '/etc/containers/systemd';

/** Takes away everything that the cases made: their names begin with `ver-`. */
export async function clean(machine: Machine): Promise<void> {
  const { run: runThere, systemd, rootless } = machine;
  const ctl = rootless ? 'systemctl --user' : 'systemctl';
  const units = `
    ${ctl} list-units --all --plain --no-legend 'ver-*' 'shop_ver-*' 'kube2pod-*' | cut -d' ' -f1 | xargs -r ${ctl} stop
    rm -rf "${unitFolder(machine)}"
    ${ctl} daemon-reload
    ${ctl} reset-failed`;
  const rest = `
    podman pod ps --format '{{.Name}}' | grep -E '^(shop_)?ver-' | xargs -r podman pod rm -f -t 0
    podman ps --all --format '{{.Names}}' | grep -E '^(shop_)?ver-' | xargs -r podman rm -f -t 0
    podman volume ls --format '{{.Name}}' | grep -E '^ver-|^kube2pod-record[.].*[.]ver-' | xargs -r podman volume rm
    podman secret ls --format '{{.Name}}' | grep -E '^ver-|^kube2pod-record[.].*[.]ver-' | xargs -r podman secret rm
    podman network rm kube2pod-default kube2pod-shop`;
  await runThere('sh', '-c', `{ ${systemd ? units : ''}\n${rest}; } >/dev/null 2>&1; true`);
}
