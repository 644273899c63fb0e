#!/bin/sh
# Proves the supervisor's unit on a systemd that really boots: a Debian root of its own under systemd-nspawn, for root and
# for an ordinary user that lingers. Applied, logged out, booted again: what ran must run again, watched.
# Needs root, systemd-nspawn (package systemd-container), debootstrap and Debian's mirror; some minutes the first time.
#   npm run test:systemd
# shellcheck disable=SC2317 # functions that check calls by their names
set -eu
umask 022

tools=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=test/tools/state.sh
. "$tools/state.sh"
[ "$(id -u)" = 0 ] || die 'booting a systemd needs root'
command -v systemd-nspawn >/dev/null || die 'systemd-nspawn is missing: apt-get install systemd-container'

root=$state/roots/systemd
user=tester
cli=/opt/kube2pod/dist/kube2pod.js

make_root() {
  [ ! -e "$root/etc/debian_version" ] || return 0
  own=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
  # shellcheck disable=SC2016 # apt-get's own words
  mirror=$(apt-get indextargets --format '$(SITE)' "Codename: $own" 'Created-By: Packages' | head -n 1)
  packages=podman,crun,runc,netavark,aardvark-dns,catatonit,conmon,nftables,fuse-overlayfs,uidmap,passt,slirp4netns
  packages=$packages,systemd,systemd-sysv,dbus,dbus-user-session,libpam-systemd,libstdc++6,procps
  say 'Getting a Debian root with systemd and Podman (some minutes, once)'
  mkdir -p "$state/roots"
  rm -rf "$root.new"
  debootstrap --variant=minbase --include=$packages trixie "$root.new" ${mirror:+"$mirror"} >"$root.log" 2>&1 || {
    tail -n 20 "$root.log" >&2
    die 'debootstrap failed'
  }
  mv "$root.new" "$root"
}

furnish_root() {
  # Nothing of an earlier run: its units would start a supervisor before anything is applied.
  rm -rf "$root"/etc/systemd/system/kube2pod-* "$root"/etc/systemd/system/*.wants/kube2pod-* \
    "$root/var/lib/kube2pod" "$root/var/lib/containers/storage" "$root/home/$user/.config" "$root/home/$user/.local"
  cp "$(readlink -f "$(command -v node)")" "$root/usr/local/bin/node"
  rm -rf "$root/opt/kube2pod"
  cp -r "$(dirname "$(dirname "$(sh "$tools/copy-cli.sh")")")" "$root/opt/kube2pod"
  chmod -R a+rX "$root/usr/local/bin/node" "$root/opt/kube2pod" "$root"/.
  cp "$state"/images/busybox-*.tar "$root/busybox.tar"
  chroot "$root" sh -c "id $user >/dev/null 2>&1 || useradd --create-home --shell /bin/sh $user"
  mkdir -p "$root/var/lib/systemd/linger" "$root/etc/containers"
  : >"$root/var/lib/systemd/linger/$user"
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
  # What is left running at the end is nothing to wait long for.
  for manager in system user; do
    mkdir -p "$root/etc/systemd/$manager.conf.d"
    printf '[Manager]\nDefaultTimeoutStopSec=10s\n' >"$root/etc/systemd/$manager.conf.d/test.conf"
  done
  mkdir -p "$root/etc/systemd/system/user@.service.d"
  printf '[Service]\nTimeoutStopSec=15s\n' >"$root/etc/systemd/system/user@.service.d/test.conf"
  cat >"$root/pod.yaml" <<'YAML'
apiVersion: v1
kind: Pod
metadata: {name: watched}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: c
    image: localhost/busybox:test
    command: [sh, -c, 'sleep 1000']
    readinessProbe: {exec: {command: [test, -e, /bin/sh]}, periodSeconds: 2, timeoutSeconds: 20}
YAML
  chmod 644 "$root/pod.yaml" "$root/busybox.tar"
}

boot() {
  SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1 systemd-nspawn --quiet -D "$root" --boot --keep-unit --register=no --capability=all \
    --setenv=SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1 --private-network --bind=/dev/net/tun \
    --system-call-filter='@keyring bpf @mount' </dev/null >"$root.boot.log" 2>&1 &
  machine=$!
  for _ in $(seq 120); do
    leader=$(pgrep -P "$machine" | head -n 1)
    if [ -n "$leader" ] && as_user root systemctl is-active --quiet multi-user.target 2>/dev/null; then return 0; fi
    sleep 1
  done
  tail -n 20 "$root.boot.log" >&2
  die 'the machine did not boot'
}

halt() {
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

# as_user root|tester COMMAND...: a login of its own in the machine, without a session that would have to stay.
as_user() {
  who=$1
  shift
  set -- env PODMAN_IGNORE_CGROUPSV1_WARNING=1 PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
  case $who in
    root) set -- env -i HOME=/root "$@" ;;
    *)
      id=$(chroot "$root" id -u "$who")
      bus=unix:path=/run/user/$id/bus
      set -- setpriv --reuid="$id" --regid="$id" --init-groups \
        env -i HOME="/home/$who" XDG_RUNTIME_DIR="/run/user/$id" DBUS_SESSION_BUS_ADDRESS="$bus" "$@"
      ;;
  esac
  nsenter -t "$leader" -m -u -i -n -p -C -- "$@"
}

failed=0
check() {
  what=$1
  shift
  for _ in $(seq 60); do
    if "$@" >/dev/null 2>&1; then
      say "ok      $what"
      return 0
    fi
    sleep 1
  done
  say "FAILED  $what"
  failed=1
}

pod_is_ready() {
  as_user "$1" node "$cli" get | grep -Eq '^watched +1/1 +Running'
}

unit_runs() {
  case $1 in root) manager=--system ;; *) manager=--user ;; esac
  as_user "$1" systemctl "$manager" --no-legend list-units 'kube2pod-supervisor-*' | grep -q 'active running'
}

nobody_is_logged_in() {
  # A lingering user has a session of class manager.
  ! as_user root loginctl --no-legend list-sessions | grep "$user" | grep -qv manager
}

make_root
furnish_root
boot
trap halt EXIT
for who in root $user; do
  as_user "$who" podman import /busybox.tar localhost/busybox:test >/dev/null 2>&1
  check "$who: apply" as_user "$who" node "$cli" apply /pod.yaml
  check "$who: the supervisor is a unit" unit_runs "$who"
  check "$who: it watches" pod_is_ready "$who"
done
check "$user has no session, and lingers" nobody_is_logged_in
check "$user: the unit runs on" unit_runs $user
halt
boot
for who in root $user; do
  # Asked of systemd first: kube2pod itself would start what is not there.
  check "$who: after a reboot the unit runs" unit_runs "$who"
  check "$who: what ran runs again, watched" pod_is_ready "$who"
  check "$who: delete" as_user "$who" node "$cli" delete /pod.yaml --grace-period 0
done
exit $failed
