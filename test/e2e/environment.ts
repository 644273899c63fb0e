import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, test } from '@jest/globals';
import { execa } from 'execa';

const tools = fileURLToPath(new URL('../tools', import.meta.url));
/** The end of a mode's entry command when this machine lacks the mode (test/tools/podman-modes.sh). */
const unavailable = 69;

export type ModeName = 'rootful' | 'rootless';

export type CommandOptions = {
  readonly input?: string | Uint8Array;
  readonly timeoutMs?: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
};

/** `code` is 124 after `timeoutMs`, as `timeout` has it; -1 after a signal. */
export type CommandResult = { readonly code: number; readonly stdout: string; readonly stderr: string };

export type PodmanMode = {
  readonly mode: ModeName;
  /** Any program as the mode's user, in a clean environment with /usr/sbin on the PATH. */
  readonly run: (
    program: string,
    args: readonly string[],
    options?: CommandOptions,
  ) => Promise<CommandResult>;
  readonly podman: (args: readonly string[], options?: CommandOptions) => Promise<CommandResult>;
  /** The built command line, dist/kube2pod.js. */
  readonly kube2pod: (args: readonly string[], options?: CommandOptions) => Promise<CommandResult>;
  /** Where that command line is, for a test that must interrupt it. */
  readonly commandLine: () => string;
  /** A folder that the test and the mode's user can both write; removed after the test file. */
  readonly tempDir: () => string;
};

export type MissingMode = { readonly mode: ModeName; readonly missing: string };

/** The tools' own word on where the test state lies, so that there is one definition of it. */
const stateFolder = execFileSync('sh', ['-c', '. "$0" && printf %s "$state"', join(tools, 'state.sh')], {
  encoding: 'utf8',
});

/** Makes the copy of dist/ that both users can read only when a test runs the command line. */
let commandLine: string | undefined;
function commandLinePath(): string {
  commandLine ??= execFileSync('sh', [join(tools, 'copy-cli.sh')], { encoding: 'utf8' }).trim();
  return commandLine;
}

const tempDirs: { readonly entry: string; readonly path: string; readonly mode: ModeName }[] = [];
afterAll(() => {
  for (const { entry, path, mode } of tempDirs) {
    // What containers wrote may belong to sub-ids, which only a user namespace can remove.
    const inUserNamespace = mode === 'rootless' ? ['podman', 'unshare'] : [];
    spawnSync(entry, [...inUserNamespace, 'rm', '-rf', path]);
  }
});

function makeTempDir(entry: string, mode: ModeName): string {
  const script = 'folder=$(mktemp -d /tmp/kube2pod-e2e-XXXXXX) && chmod 777 "$folder" && printf %s "$folder"';
  const path = execFileSync(entry, ['sh', '-c', script], { encoding: 'utf8' });
  tempDirs.push({ entry, path, mode });
  return path;
}

async function runCommand(
  words: readonly [string, ...string[]],
  { input, timeoutMs = 30_000, cwd }: CommandOptions,
): Promise<CommandResult> {
  const [file, ...args] = words;
  const { exitCode, stdout, stderr, timedOut } = await execa(file, args, {
    reject: false,
    stripFinalNewline: false,
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    ...(cwd === undefined ? {} : { cwd }),
  });
  return { code: timedOut ? 124 : (exitCode ?? -1), stdout, stderr };
}

function makeMode(mode: ModeName, entry: string): PodmanMode {
  const run: PodmanMode['run'] = (program, args, options = {}) => {
    const settings = Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`);
    const setEnvironment = settings.length === 0 ? [] : ['env', ...settings];
    return runCommand([entry, ...setEnvironment, program, ...args], options);
  };
  return {
    mode,
    run,
    podman: (args, options) => run('podman', args, options),
    kube2pod: (args, options) => run('node', [commandLinePath(), ...args], options),
    commandLine: commandLinePath,
    tempDir: () => makeTempDir(entry, mode),
  };
}

function findMode(mode: ModeName): PodmanMode | MissingMode {
  const entry = join(stateFolder, mode);
  const { status, stderr, error } = spawnSync(entry, ['true'], { encoding: 'utf8' });
  if (error !== undefined) return { mode, missing: 'not set up: run sh test/tools/setup-podman.sh' };
  if (status === unavailable) return { mode, missing: stderr.trim() };
  return makeMode(mode, entry);
}

const modes: readonly (PodmanMode | MissingMode)[] = [findMode('rootful'), findMode('rootless')];

/** Both ways to run Podman, each as what this machine has of it: a way to use it, or why it is missing. */
export function podmanModes(): readonly (PodmanMode | MissingMode)[] {
  return modes;
}

const { CI, KUBE2POD_E2E } = process.env;
const required = CI === 'true' || KUBE2POD_E2E === 'required';

function describeMissing(title: string, missing: string): void {
  describe(title, () => {
    if (required) {
      test('Podman is there', () => {
        throw new Error(missing);
      });
      return;
    }
    test.skip(`needs Podman: ${missing}`, () => undefined);
  });
}

/**
 * `describe`, once per mode. A mode that this machine lacks is a skipped test that names the reason, and a
 * failing one where all of them are wanted (CI=true, or KUBE2POD_E2E=required).
 */
export function describeOnPodman(title: string, body: (on: PodmanMode) => void): void {
  for (const on of modes) {
    const titleInMode = `${title} (${on.mode})`;
    if ('missing' in on) describeMissing(titleInMode, on.missing);
    else describe(titleInMode, () => body(on));
  }
}
