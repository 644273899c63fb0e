#!/bin/sh
# `npm run test:versions`: what apply, the script, YAML for kube play and the units make of the golden cases, compared on
# this machine's Podman and on newer ones (podman-version.sh), rootful and rootless. Further arguments go to jest. What
# fails is tried once more: the other Podmans take what the machine leaves them. KUBE2POD_RESULTS names a folder for the
# counts.
set -eu

cd "$(dirname -- "$0")/../.."
sh test/tools/install-and-build.sh
sh test/tools/setup-podman.sh || echo 'Podman is not ready: its tests will be skipped' >&2
results=$(mktemp -d)
finish() {
  rm -rf "$results"
  for machine in trixie sid; do
    sh test/tools/podman-version.sh $machine --stop 2>/dev/null || true
  done
}
trap finish EXIT
compare() {
  sh test/tools/jest.sh versions "$@" --json --outputFile="$results/versions.json" | grep '^Podman' || true
  node test/tools/totals.mjs "$results" versions
}
compare "$@" || { echo 'Once more:' && compare "$@"; } || code=$?
[ -z "${KUBE2POD_RESULTS:-}" ] || cp "$results/versions.json" "$KUBE2POD_RESULTS/"
[ "${code:-0}" = 0 ]
