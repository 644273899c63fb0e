import { lateValuesOf } from '../../podman/late.js';
import type { Plan } from '../../podman/operations.js';

/** The functions that a script needs, and only those. */
export function preamble(plan: Plan): readonly string[] {
  const has = (...kinds: readonly string[]): boolean => plan.operations.some(({ op }) => kinds.includes(op));
  const usesGroups = plan.operations.some(
    (operation) => operation.op === 'files.arrange' && operation.steps.some(({ step }) => step === 'chgrp'),
  );
  const readsFiles = plan.operations.some((one) => lateValuesOf(one).some(({ name }) => name === 'fileKey'));
  return [
    'set -eu',
    '',
    ...fail,
    ...(has('volume.fill', 'container.mkdir') ? stageFunctions : []),
    ...(has('secret.create') ? needSecret : []),
    ...(has('container.complete') ? complete : []),
    ...(usesGroups ? giveToGroup : []),
    ...(readsFiles ? fileKey : []),
  ];
}

const fail = ['fail() {', '  printf \'%s\\n\' "$1" >&2', '  exit 1', '}'];

export const stageFunctions = [
  '',
  '# A scratch folder in which files get their modes before Podman gets them with their owners.',
  'stage() {',
  '  stage=$(mktemp -d)',
  '  trap unmake EXIT',
  '}',
  'unmake() {',
  '  [ ! -d "$stage" ] || chmod -R u+rwx "$stage"',
  '  rm -rf "$stage"',
  '}',
  'unstage() { # VOLUME UID GID PATH...',
  '  volume=$1 uid=$2 gid=$3',
  '  shift 3',
  '  tar -C "$stage" --no-recursion --owner="$uid" --group="$gid" --mtime=@0 -cf - -- "$@" |',
  '    podman volume import "$volume" -',
  '  unmake',
  '}',
];

const needSecret = [
  '',
  'need_secret() { # NAME',
  '  podman secret inspect "$1" >/dev/null 2>&1 ||',
  '    fail "the Podman secret $1 is missing: kube2pod convert --with-secrets writes a file that makes it"',
  '}',
];

const complete = [
  '',
  '# An init container must end with 0; by the restart policy it is made anew and tried again.',
  'run_init() { # CONTAINER CREATE retry|fail FIRST_DELAY MAX_DELAY',
  '  delay=$4',
  '  while :; do',
  '    podman start "$1" >/dev/null',
  '    code=$(podman wait "$1")',
  '    [ "$code" != 0 ] || return 0',
  '    [ "$3" = retry ] || fail "$1 ended with exit code $code"',
  '    printf \'%s ended with exit code %s; trying again in %s s\\n\' "$1" "$code" "$delay" >&2',
  '    sleep "$delay"',
  '    delay=$((delay * 2 < $5 ? delay * 2 : $5))',
  '    podman rm --force "$1" >/dev/null',
  '    "$2"',
  '  done',
  '}',
];

export const giveToGroup = [
  '',
  '# fsGroup: a volume belongs to the group, which may read and write it, and new files get the group.',
  "give_to_group='",
  '  if [ "$2" = root-mismatch ] && [ -n "$(find "$3" -maxdepth 0 -gid "$1" -perm -2070)" ]; then exit 0; fi',
  '  find "$3" -exec chgrp -h -- "$1" {} + -type d -exec chmod g+rwxs -- {} + -o -type f -exec chmod g+rw -- {} +',
  "'",
];

export const fileKey = [
  '',
  '# A variable of an env file (lines KEY=value, the value in single quotes) that an init container has written.',
  'file_key() { # VOLUME PATH KEY',
  '  file=$(podman volume inspect --format \'{{.Mountpoint}}\' "$1")/$2',
  "  key=\"s/^[[:blank:]]*$3='\\([^']*\\)'.*/\\1/p\"",
  '  as=; [ "$(id -u)" = 0 ] || as="podman unshare"',
  '  $as sed -n "$key" "$file" | head -n 1',
  '}',
];
