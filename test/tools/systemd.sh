#!/bin/sh
# Proves the supervisor's unit, and the units that `convert --to quadlet` writes, on a systemd that really boots: a Debian
# root of its own under systemd-nspawn, for root and for an ordinary user that lingers. Applied or installed, logged out,
# booted again: what ran must run again. Then the application of fixtures/apps/shop as units.
# Needs root, systemd-nspawn (package systemd-container), debootstrap and Debian's mirror; some minutes the first time.
#   npm run test:systemd
# shellcheck disable=SC2317 # functions that check calls by their names
set -eu
umask 022

tools=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=test/tools/state.sh
. "$tools/state.sh"
if [ "$(id -u)" != 0 ] || ! command -v systemd-nspawn >/dev/null || ! command -v debootstrap >/dev/null; then
  say 'Booting a systemd needs root, systemd-nspawn and debootstrap: apt-get install systemd-container debootstrap'
  case ${CI:-} in
    true) echo '0 passed, 1 failed, 0 skipped' && exit 1 ;;
    *) echo '0 passed, 0 failed, 1 skipped' && exit 0 ;;
  esac
fi
# shellcheck source=test/tools/machine.sh
. "$tools/machine.sh"
# shellcheck source=test/tools/systemd-units.sh
. "$tools/systemd-units.sh"
# shellcheck source=test/tools/systemd-shop.sh
. "$tools/systemd-shop.sh"
# shellcheck source=test/tools/podman-images.sh
. "$tools/podman-images.sh"

root=$state/roots/systemd
user=tester
cli=/opt/kube2pod/dist/kube2pod.js

furnish() {
  # Nothing of an earlier run: its units would start a supervisor before anything is applied.
  rm -rf "$root"/etc/systemd/system/kube2pod-* "$root"/etc/systemd/system/*.wants/kube2pod-* \
    "$root/var/lib/kube2pod" "$root/var/lib/containers/storage" "$root/home/$user/.config" "$root/home/$user/.local" \
    "$root/etc/containers/systemd" "$root"/etc/systemd/system/shop-* "$root"/etc/systemd/system/*.wants/shop-*
  furnish_machine
  rm -rf "$root/opt/kube2pod"
  cp -r "$(dirname "$(dirname "$(sh "$tools/copy-cli.sh")")")" "$root/opt/kube2pod"
  chmod -R a+rX "$root/opt/kube2pod"
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
  chmod 644 "$root/pod.yaml"
}

passed=0
failed=0
result() {
  if [ "$1" = 0 ]; then passed=$((passed + 1)) && say "ok      $2"; else failed=$((failed + 1)) && say "FAILED  $2"; fi
}

# once WHAT COMMAND...
once() {
  what=$1
  shift
  if said=$("$@" 2>&1); then
    result 0 "$what"
  else
    result 1 "$what"
    say "$said"
  fi
}

# check WHAT COMMAND...: it holds within some time.
check() {
  what=$1
  shift
  for _ in $(seq 90); do
    if "$@" >/dev/null 2>&1; then
      result 0 "$what"
      return 0
    fi
    sleep 1
  done
  result 1 "$what"
}

pod_is_ready() {
  as_user "$1" node "$cli" get | grep -Eq '^watched +1/1 +Running'
}

unit_runs() {
  case $1 in root) manager=--system ;; *) manager=--user ;; esac
  as_user "$1" systemctl "$manager" --no-legend list-units 'kube2pod-supervisor-*' | grep -q 'active running'
}

unit_is_gone() {
  ! unit_runs "$1"
}

nobody_is_logged_in() {
  # A lingering user has a session of class manager.
  ! as_user root loginctl --no-legend list-sessions | grep "$user" | grep -qv manager
}

sh "$tools/podman-root.sh" systemd
mkdir -p "$state/images"
make_image busybox
make_image shop
furnish
# shellcheck disable=SC2119 # it has no further options
boot_machine
trap halt_machine EXIT
for who in root $user; do
  as_user "$who" podman import /busybox.tar localhost/busybox:test >/dev/null 2>&1
  once "$who: apply" as_user "$who" node "$cli" apply /pod.yaml
  check "$who: the supervisor is a unit" unit_runs "$who"
  check "$who: it watches" pod_is_ready "$who"
  prove_units "$who"
done
check "$user has no session, and lingers" nobody_is_logged_in
check "$user: the unit runs on" unit_runs $user
halt_machine
# shellcheck disable=SC2119 # it has no further options
boot_machine
for who in root $user; do
  # Asked of systemd first: kube2pod itself would start what is not there.
  check "$who: after a reboot the unit runs" unit_runs "$who"
  check "$who: what ran runs again, watched" pod_is_ready "$who"
  prove_units_again "$who"
  once "$who: delete" as_user "$who" node "$cli" delete /pod.yaml --grace-period 0
  check "$who: with its last pod the supervisor ends" unit_is_gone "$who"
  prove_shop_app "$who"
done
echo "$passed passed, $failed failed, 0 skipped"
[ -z "${KUBE2POD_RESULTS:-}" ] ||
  printf '{"passed":%d,"failed":%d,"skipped":0}\n' "$passed" "$failed" >"$KUBE2POD_RESULTS/systemd.json"
[ $failed = 0 ]
