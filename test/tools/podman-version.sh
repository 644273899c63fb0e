#!/bin/sh
# Runs a command where a newer Podman is installed: a Debian of its own, which sees this repository and Node at the
# same places as here. It stays up for the next command. Needs root and systemd-nspawn. Its systemd is booted, except
# where that cannot be: from version 258 on systemd refuses cgroups v1.
#   podman-version.sh trixie|sid COMMAND...
#   podman-version.sh trixie|sid --stop
set -eu
umask 022

tools=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
repository=$(CDPATH='' cd -- "$tools/../.." && pwd)
# shellcheck source=test/tools/state.sh
. "$tools/state.sh"

suite=${1:?a Debian suite: trixie or sid}
shift
command -v systemd-nspawn >/dev/null || die 'systemd-nspawn is missing (Debian: systemd-container)'
sh "$tools/podman-root.sh" "$suite"
root=$state/roots/$suite
pid_file=$root.pid

is_up() {
  [ -s "$pid_file" ] || return 1
  owner=$(ps -o ppid= -p "$(cat "$pid_file")" | tr -d ' ')
  [ "$(cat "/proc/${owner:-none}/comm" 2>/dev/null)" = systemd-nspawn ]
}

boots() {
  [ -e /sys/fs/cgroup/cgroup.controllers ] || [ "$suite" != sid ]
}

is_ready() {
  is_up && { ! boots || inside systemctl is-active --quiet multi-user.target 2>/dev/null; }
}

# What a machine with cgroups as they are here needs (see podman-modes.sh).
write_conf() {
  mkdir -p "$root/etc/containers"
  printf '%s\n' '[containers]' 'default_ulimits=["nofile=1024:1024","nproc=1024:1024"]' '[engine]' \
    'cgroup_manager="cgroupfs"' 'runtime="runc"' >"$root/etc/containers/containers.conf"
}

inside() {
  # shellcheck disable=SC2016 # for the shell inside
  nsenter -t "$(cat "$pid_file")" -m -u -i -n -p -C -- env -i HOME=/root LANG=C.UTF-8 \
    PODMAN_IGNORE_CGROUPSV1_WARNING=1 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    sh -c 'cd "$0" 2>/dev/null || cd /; exec "$@"' "$repository" "$@"
}

start() {
  write_conf
  modules=$(readlink -f "$repository/node_modules")
  node=$(readlink -f "$(command -v node)")
  mkdir -p "$state/roots/shared"
  # systemd 257 and newer refuse cgroups v1 otherwise, inside and outside.
  force=SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1
  if boots; then set -- --boot; else set -- --as-pid2 sleep infinity; fi
  env $force setsid systemd-nspawn -D "$root" --machine="kube2pod-$suite" --keep-unit --register=no \
    --capability=all --setenv=$force --private-network --system-call-filter='@keyring bpf @mount' \
    --bind="$repository" --bind="$modules" --bind="$state/roots/shared:/shared" \
    --bind-ro="$node:/usr/local/bin/node" "$@" </dev/null >"$root.boot.log" 2>&1 9>&- &
  parent=$!
  for _ in $(seq 100); do
    sleep 0.2
    cut -d' ' -f1 "/proc/$parent/task/$parent/children" >"$pid_file" 2>/dev/null || true
    if is_ready; then break; fi
  done
  is_up || die "$(tail -n 5 "$root.boot.log")" "the machine of Debian $suite did not start"
  # systemd leaves these read-only.
  for group in cpu cpuacct memory cpuset devices freezer blkio pids; do
    inside mount -o remount,bind,rw "/sys/fs/cgroup/$group" 2>/dev/null || true
  done
  cp "$state"/images/busybox-*.tar "$state/roots/shared/busybox.tar"
  inside podman import --quiet --change 'CMD ["sh"]' /shared/busybox.tar localhost/busybox:test >/dev/null
}

if [ "${1:-}" = --stop ]; then
  if is_up; then kill -KILL "$(ps -o ppid= -p "$(cat "$pid_file")")" "$(cat "$pid_file")"; fi
  rm -f "$pid_file"
  exit 0
fi

(
  flock 9
  is_up || start
) 9>"$root.lock"
inside "$@"
