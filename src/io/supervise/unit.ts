import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type PodmanProgram, runProgram } from '../podman.js';
import { storeName } from '../runtime-directory.js';

/** Variables that choose the store, or that Podman needs; a unit starts without those of a login. */
const kept = /^(PATH|HOME|CONTAINERS_.*|STORAGE_.*|PODMAN_.*|KUBE2POD_.*|XDG_(DATA|CONFIG|STATE)_HOME)$/;

const isRoot = (): boolean => (process.getuid?.() ?? 0) === 0;

/** Options of systemctl that address the manager of this user. */
const manager = (): readonly string[] => (isRoot() ? [] : ['--user']);

/** Name of the unit of a store's supervisor. */
export function unitName(program: PodmanProgram): string {
  return `kube2pod-supervisor-${storeName(program)}.service`;
}

/** Whether systemd runs and answers for this user. Source: sd_booted(3). */
export async function hasSystemd(): Promise<boolean> {
  if (!existsSync('/run/systemd/system')) return false;
  const shown = await runProgram('systemctl', [...manager(), 'show', '--property=Version'], {
    timeoutMs: 5000,
  });
  return shown.code === 0;
}

/**
 * The unit: it comes back after a crash and a reboot, ends by itself when nothing is left to watch, and never takes
 * containers with it, whose monitors may be children of ours. Sources: systemd.service(5), systemd.kill(5).
 */
export function unitText(
  words: readonly string[],
  environment: { readonly [name: string]: string | undefined },
): string {
  const settings = Object.entries(environment)
    .filter(([name, value]) => kept.test(name) && value !== undefined)
    .map(([name, value = '']) => `Environment=${quoted(`${name}=${value}`)}`);
  return [
    '[Unit]',
    'Description=kube2pod supervisor: probes and restarts what was applied',
    '',
    '[Service]',
    `ExecStart=${words.map((word) => quoted(word).replaceAll('$', '$$$$')).join(' ')}`,
    ...settings,
    'Restart=on-failure',
    'RestartSec=1',
    'KillMode=process',
    'Delegate=yes',
    '',
    '[Install]',
    `WantedBy=${isRoot() ? 'multi-user.target' : 'default.target'}`,
    '',
  ].join('\n');
}

/** A word in double quotes: systemd reads the escapes that JSON writes. Source: systemd.syntax(7), systemd.unit(5) "Specifiers". */
function quoted(word: string): string {
  return JSON.stringify(word).replaceAll('%', '%%');
}

/** Writes the unit where it changed, and has it run now and after the next boot; undefined: done, else why not. */
export async function startUnit(
  program: PodmanProgram,
  words: readonly string[],
): Promise<string | undefined> {
  const folder = isRoot()
    ? '/etc/systemd/system'
    : join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'systemd', 'user');
  const path = join(folder, unitName(program));
  const text = unitText(words, process.env);
  await mkdir(folder, { recursive: true });
  if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
    await writeFile(path, text, { mode: 0o644 });
    await runProgram('systemctl', [...manager(), 'daemon-reload']);
  }
  const started = await runProgram('systemctl', [
    ...manager(),
    'enable',
    '--quiet',
    '--now',
    unitName(program),
  ]);
  return started.code === 0 ? undefined : started.stderr.trim();
}

/** What the user should know of a user's unit: without lingering it ends with the last login. Source: loginctl(1). */
export function lingerAdvice(): string | undefined {
  if (isRoot()) return undefined;
  const { username } = userInfo();
  if (existsSync(`/var/lib/systemd/linger/${username}`)) return undefined;
  return `what is supervised ends with your last login; to keep it: loginctl enable-linger ${username}`;
}
