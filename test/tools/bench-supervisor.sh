#!/bin/sh
# What the supervisor costs: 20 pods with an HTTP readiness and a TCP liveness probe every 10 s, watched for a minute.
# Prints memory (RSS, MiB) and CPU (% of one core) of the supervisor itself, and beside it of Podman's service and the
# rootless prober, which it starts.
#   bench-supervisor.sh [rootful|rootless [SECONDS]]
set -eu

tools=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=test/tools/state.sh
. "$tools/state.sh"
mode=${1:-rootful}
seconds=${2:-60}
cli=$(sh "$tools/copy-cli.sh")
in_mode() { "$state/$mode" "$@"; }

manifest=$(mktemp /tmp/kube2pod-bench-XXXXXX.yaml)
chmod 644 "$manifest"
for i in $(seq 20); do
  cat <<YAML
---
apiVersion: v1
kind: Pod
metadata: {name: bench-$i}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: c
    image: localhost/busybox:test
    command: [sh, -c, 'mkdir -p /w; echo ok > /w/i; exec httpd -f -p 8080 -h /w']
    readinessProbe: {httpGet: {path: /i, port: 8080}, periodSeconds: 10}
    livenessProbe: {tcpSocket: {port: 8080}, periodSeconds: 10}
YAML
done >"$manifest"
trap 'in_mode node "$cli" delete "$manifest" --grace-period 0 >/dev/null; rm -f "$manifest"' EXIT
in_mode node "$cli" apply "$manifest" >/dev/null

for _ in $(seq 120); do
  ready=$(in_mode node "$cli" get | grep -c '1/1 *Running' || true)
  [ "$ready" -lt 20 ] || break
  sleep 1
done
pid=$(in_mode node "$cli" supervisor status | sed -n 's/.*process \([0-9]*\),.*/\1/p')
[ -n "$pid" ] || die 'no supervisor runs'
sleep 5

# ticks PID: user and system time of a process, in clock ticks (proc(5), fields 14 and 15).
ticks() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'; }

# Every process of a kind that the supervisor started.
below() { pgrep -P "$pid" -f "$1" || true; }
watched="$pid $(below 'system service') $(below 'supervisor probe')"
for prober in $(below 'supervisor probe'); do watched="$watched $(pgrep -P "$prober" || true)"; done
before=''
for one in $watched; do before="$before $one:$(ticks "$one")"; done
sleep "$seconds"
printf '%-44s %9s %7s\n' "$mode, 20 pods, $ready ready" 'RSS MiB' 'CPU %'
for entry in $before; do
  one=${entry%%:*}
  [ -r "/proc/$one/stat" ] || continue
  used=$(($(ticks "$one") - ${entry#*:}))
  name=$(tr '\0' ' ' <"/proc/$one/cmdline" | sed 's/.*\(supervisor run\|supervisor probe\|system service\).*/\1/' | cut -c1-40)
  rss=$(awk '/^VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$one/status")
  awk -v name="$name" -v rss="$rss" -v used="$used" -v s="$seconds" -v hz="$(getconf CLK_TCK)" \
    'BEGIN { printf "%-44s %9s %7.2f\n", name, rss, 100 * used / hz / s }'
done
