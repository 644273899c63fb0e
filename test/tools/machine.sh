# shellcheck shell=sh disable=SC2154 # $root is the caller's
# A machine of the tests' own: the root file system $root (podman-root.sh) with its systemd booted under systemd-nspawn.
# Sourced after state.sh; needs root.

: "${state:?}" "${tools:?}"

[ "$(id -u)" = 0 ] || die 'booting a systemd needs root'
command -v systemd-nspawn >/dev/null || die 'systemd-nspawn is missing: apt-get install systemd-container'

# Node, the image, and what a machine with cgroups as they are here needs (see podman-modes.sh).
furnish_machine() {
  cp "$(readlink -f "$(command -v node)")" "$root/usr/local/bin/node"
  chmod a+rX "$root/usr/local/bin/node" "$root"/.
  cp "$state"/images/busybox-*.tar "$root/busybox.tar"
  chmod 644 "$root/busybox.tar"
  mkdir -p "$root/etc/containers"
  printf '[containers]\ndefault_ulimits=["nofile=1024:1024","nproc=1024:1024"]\n[engine]\nruntime="runc"\ncgroup_manager="cgroupfs"\n' \
    >"$root/etc/containers/containers.conf"
  # Cgroups of version 1 are mounted read-only in a container, and /dev/net/tun is not for everybody.
  cat >"$root/etc/systemd/system/test-machine.service" <<'UNIT'
[Unit]
DefaultDependencies=no
Before=sysinit.target
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'for d in cpu cpuacct memory cpuset devices freezer blkio pids; do mount -o remount,bind,rw /sys/fs/cgroup/$$d; done; chmod 666 /dev/net/tun; true'
UNIT
  mkdir -p "$root/etc/systemd/system/sysinit.target.wants"
  ln -sf ../test-machine.service "$root/etc/systemd/system/sysinit.target.wants/test-machine.service"
  # Podman's units of a user wait for it, which nothing else of so small a system does.
  mkdir -p "$root/etc/systemd/system/multi-user.target.wants"
  ln -sf /usr/lib/systemd/system/network-online.target "$root/etc/systemd/system/multi-user.target.wants/"
  # What is left running at the end is nothing to wait long for.
  for manager in system user; do
    mkdir -p "$root/etc/systemd/$manager.conf.d"
    printf '[Manager]\nDefaultTimeoutStopSec=10s\n' >"$root/etc/systemd/$manager.conf.d/test.conf"
  done
  mkdir -p "$root/etc/systemd/system/user@.service.d"
  printf '[Service]\nTimeoutStopSec=15s\n' >"$root/etc/systemd/system/user@.service.d/test.conf"
}

# boot_machine [OPTION ...]: further options are systemd-nspawn's. Returns when the machine is up, with its first
# process in $leader.
boot_machine() {
  # systemd 257 refuses cgroups v1 otherwise, inside and outside.
  force=SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1
  env $force setsid systemd-nspawn --quiet -D "$root" --machine="kube2pod-$(basename "$root")" --boot --keep-unit \
    --register=no --capability=all --setenv=$force --private-network --bind=/dev/net/tun \
    --system-call-filter='@keyring bpf @mount' "$@" </dev/null >"$root.boot.log" 2>&1 9>&- &
  machine=$!
  for _ in $(seq 240); do
    sleep 0.5
    leader=$(cut -d' ' -f1 "/proc/$machine/task/$machine/children" 2>/dev/null || true)
    [ -n "$leader" ] || continue
    as_user root systemctl is-active --quiet multi-user.target 2>/dev/null || continue
    as_user root systemctl is-active --quiet "user@$(user_id tester).service" 2>/dev/null && return 0
  done
  tail -n 20 "$root.boot.log" >&2
  die "the machine $(basename "$root") did not boot"
}

halt_machine() {
  as_user root systemctl poweroff >/dev/null 2>&1 || true
  for _ in $(seq 60); do
    kill -0 "$machine" 2>/dev/null || break
    sleep 1
  done
  # The first of these has it halt, the second ends it at once.
  kill "$machine" 2>/dev/null && sleep 5
  kill "$machine" 2>/dev/null || true
  # It holds the root's lock to its very end.
  wait "$machine" 2>/dev/null || true
}

user_id() { awk -F: -v name="$1" '$1 == name { print $3 }' "$root/etc/passwd"; }

# as_user root|tester COMMAND...: a login of its own in the machine, without a session that would have to stay.
as_user() {
  who=$1
  shift
  set -- LANG=C.UTF-8 PODMAN_IGNORE_CGROUPSV1_WARNING=1 PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
  case $who in
    root) set -- env -i HOME=/root "$@" ;;
    *)
      id=$(user_id "$who")
      bus=unix:path=/run/user/$id/bus
      set -- setpriv --reuid="$id" --regid="$id" --init-groups \
        env -i HOME="/home/$who" XDG_RUNTIME_DIR="/run/user/$id" DBUS_SESSION_BUS_ADDRESS="$bus" "$@"
      ;;
  esac
  nsenter -t "$leader" -m -u -i -n -p -C -- "$@"
}
