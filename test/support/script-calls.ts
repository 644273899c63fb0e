import { execFileSync, spawnSync } from 'node:child_process';
import { type LateValue, revealText } from '../../src/model/text.js';
import { commandOf, mountWords } from '../../src/podman/commands.js';
import type { Operation, Plan } from '../../src/podman/operations.js';
import type { Word } from '../../src/podman/spec-row.js';

/** One call of Podman, in words. */
type Call = readonly string[];

/** The answers of the machine that the script below believes to run on. */
const answers = { podIP: '10.0.0.5', hostIP: '10.0.0.9', nodeName: 'node', allocatable: '4' } as const;

/**
 * Functions in place of every program that a script calls outside of its scratch folder: nothing of the host is
 * touched, and every call of Podman is written down, its words ended by NUL and the call by a record separator.
 */
const pretended = `
podman() {
  printf '%s\\0' "$@" >&3
  printf '\\036\\0' >&3
  case "$1 $2" in
    'image exists' | 'secret inspect') ;;
    *' exists') return 1 ;;
    'volume inspect') for last in "$@"; do :; done; printf '/volumes/%s\\n' "$last" ;;
    'inspect '*) echo ${answers.podIP} ;;
    'wait '*) echo 0 ;;
  esac
}
only_in_stage() {
  for last in "$@"; do :; done
  case $last in "\${stage:-/nowhere}"*) command "$@" ;; esac
}
mkdir() { only_in_stage mkdir "$@"; }
chmod() { only_in_stage chmod "$@"; }
touch() { only_in_stage touch "$@"; }
sh() { :; }
test() { return 0; }
tar() { :; }
hostname() { echo ${answers.hostIP}; }
uname() { echo ${answers.nodeName}; }
getconf() { echo 4; }
awk() { echo 4; }

`;

/** Runs \`up\` of a script on a pretended machine and gives the calls that change something. */
export function callsOfScript(script: string): readonly Call[] {
  const { status, stderr, stdout } = spawnSync(
    'sh',
    ['-c', `exec 3>&1 >/dev/null\n${pretended}\n${script}`, 'sh', 'up'],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`the script ended with ${status}: ${stderr}`);
  const calls = stdout
    .split('\u001e\0')
    .slice(0, -1)
    .map((call) => call.split('\0').slice(0, -1));
  return once(calls.filter(changes));
}

function changes(call: Call): boolean {
  const [first, second] = call;
  // Whether a folder is there is asked by copying it out.
  if (first === 'cp' && call.at(-1) === '-') return false;
  return second !== 'exists' && second !== 'inspect' && !['inspect', 'wait', 'unshare'].includes(first ?? '');
}

/** The calls that performing a plan one operation after the other makes, without questions. */
export function callsOfPlan({ operations }: Plan): readonly Call[] {
  return once(operations.flatMap(callsOf));
}

function callsOf(operation: Operation): readonly Call[] {
  switch (operation.op) {
    case 'image.pull':
      return operation.policy === 'always' ? [['pull', '--quiet', operation.image]] : [];
    case 'files.arrange':
      return operation.steps.flatMap((step) => (step.step === 'mount' ? [mountWords(step.volume)] : []));
    case 'secret.create':
      return [];
    case 'container.complete':
      return [['start', operation.container.name]];
    case 'container.mkdir':
      return [['cp', '--archive=false', '-', `${operation.container}:/`]];
    default:
      return [commandOf(operation).words.map(plainWord)];
  }
}

function plainWord(word: Word): string {
  return revealText(word, lateAnswer);
}

function lateAnswer(value: LateValue): string {
  switch (value.name) {
    case 'mountpoint':
      return `/volumes/${value.volume}`;
    case 'imageRoot':
      return `/images/${value.image}`;
    case 'fileKey':
      return '';
    default:
      return answers[value.name];
  }
}

/** A volume with files of several owners is filled in several calls. */
function once(calls: readonly Call[]): readonly Call[] {
  return calls.filter((call, index) => JSON.stringify(call) !== JSON.stringify(calls[index - 1]));
}

/** What \`sh -n\` says of files. */
export function syntaxErrors(files: readonly string[]): string {
  const check = 'for file; do sh -n "$file" 2>&1 || :; done';
  return execFileSync('sh', ['-c', check, 'sh', ...files], { encoding: 'utf8' });
}
