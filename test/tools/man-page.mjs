// Writes dist/kube2pod.1, the manual page, from the help of the built command: one text, shown in two places.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const { version, description } = JSON.parse(readFileSync('package.json', 'utf8'));

function help(...words) {
  const { stdout } = spawnSync(process.execPath, ['dist/kube2pod.js', ...words, '--help'], {
    encoding: 'utf8',
    env: { ...process.env, COLUMNS: '76' },
  });
  return stdout;
}

/** Text that roff takes as it is. Source: man groff_char(7). */
function plain(text) {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/^([.'])/gm, '\\&$1');
}

const overview = help();
const commands = [...overview.matchAll(/^ {2}kube2pod (\w[\w-]*)/gm)].map(([, name]) => name);
if (commands.length === 0) throw new Error('the help names no command');

const sections = [
  `.TH KUBE2POD 1 "" "kube2pod ${version}" "User Commands"`,
  '.SH NAME',
  plain(`kube2pod - ${description}`),
  '.SH SYNOPSIS',
  '.B kube2pod',
  '.I COMMAND',
  '[\\fIFILE\\fR...]',
  '.SH DESCRIPTION',
  plain(
    'Reads Kubernetes manifests as the API server does and makes Podman run them as a node would. Every field is honoured exactly, honoured approximately and reported, or refused and reported, with file, line and column.',
  ),
  '.SH COMMANDS',
  ...commands.flatMap((name) => [`.SS ${plain(name)}`, '.nf', plain(help(name).trim()), '.fi']),
  '.SH EXIT STATUS',
  ...[
    ['0', 'fine'],
    ['1', 'errors were found (with --strict, warnings too), or diff found a difference'],
    ['2', 'wrong usage, or input that cannot be read'],
    ['3', 'Podman failed'],
    ['4', 'a Job failed'],
    ['5', 'timed out waiting'],
    ['130', 'interrupted'],
  ].flatMap(([code, meaning]) => ['.TP', `.B ${code}`, plain(meaning)]),
  '.SH ENVIRONMENT',
  '.TP',
  '.B KUBE2POD_PODMAN',
  plain('The Podman command, as --podman takes it.'),
  '.TP',
  '.B NO_COLOR',
  'No colour, also on a terminal.',
  '.SH FILES',
  '.TP',
  '.I .kube2pod.yaml',
  'Settings of check, from the current folder upwards.',
  '.SH SEE ALSO',
  plain('podman(1), podman-kube-play(1), podman-systemd.unit(5)'),
];
writeFileSync('dist/kube2pod.1', `${sections.join('\n')}\n`);
