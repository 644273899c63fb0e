#!/bin/sh
# `npm test`: everything that a bare Debian 12 with Node needs, then the unit tests, then the end-to-end
# tests on real Podman, rootful and rootless. Further arguments go to jest. KUBE2POD_RESULTS names a folder for the counts.
set -eu

cd "$(dirname -- "$0")/../.."
cat >&2 <<'END'
Will do, as far as it is not done yet: npm ci; npm run build; apt-get install Podman and what belongs to
it; make three images from Debian packages, and (as root) a user for rootless Podman. Then the tests.
END
sh test/tools/install-and-build.sh
sh test/tools/setup-podman.sh web-php shop || echo 'Podman is not ready: its end-to-end tests will be skipped' >&2

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
sh test/tools/jest.sh unit --passWithNoTests "$@" --json --outputFile="$results/unit.json" >/dev/null || true
sh test/tools/jest.sh e2e --passWithNoTests "$@" --json --outputFile="$results/e2e.json" >/dev/null || true
[ -z "${KUBE2POD_RESULTS:-}" ] || cp "$results"/*.json "$KUBE2POD_RESULTS/"
node test/tools/totals.mjs "$results" unit e2e
