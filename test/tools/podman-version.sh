#!/bin/sh
# Runs a command where a newer Podman is installed: on a machine of the tests' own with its systemd booted, which sees
# the command line of this repository (as $state/cli, see copy-cli.sh) and the folder $state/shared at the same places
# as here. It stays up for the next command. Needs root and systemd-nspawn.
#   podman-version.sh trixie|sid root|tester COMMAND...
#   podman-version.sh trixie|sid --stop
set -eu
umask 022

tools=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=test/tools/state.sh
. "$tools/state.sh"
# shellcheck source=test/tools/machine.sh
. "$tools/machine.sh"

suite=${1:?a machine: trixie or sid}
shift
root=$state/roots/$suite
pid_file=$root.pid

# Whether the machine that was started last is still up: the same process, which is some systemd-nspawn's child.
is_up() {
  leader=$(cat "$pid_file" 2>/dev/null || true)
  [ -n "$leader" ] && machine=$(ps -o ppid= -p "$leader" | tr -d ' ') &&
    [ "$(cat "/proc/${machine:-none}/comm" 2>/dev/null)" = systemd-nspawn ]
}

start() {
  sh "$tools/podman-root.sh" "$suite"
  furnish_machine
  mkdir -p "$state/shared" "$state/cli"
  boot_machine --bind="$state/shared" --bind-ro="$state/cli"
  for user in root tester; do
    as_user "$user" podman import --quiet --change 'CMD ["sh"]' /busybox.tar localhost/busybox:test >/dev/null
  done
  echo "$leader" >"$pid_file"
}

mkdir -p "$state/roots"
if [ "${1:-}" = --stop ]; then
  if is_up; then kill -KILL "$machine" "$leader"; fi
  rm -f "$pid_file"
  exit 0
fi
(
  flock 9
  is_up || start
) 9>"$root.lock"
is_up
as_user "$@"
