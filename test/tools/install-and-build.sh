#!/bin/sh
# Brings a clone to the point where its tests and its demo can run: the dependencies of package-lock.json
# in node_modules, and dist/ built from the sources as they are now. Does nothing where nothing changed.
set -eu

cd "$(dirname -- "$0")/../.."
if ! node test/tools/dependencies-are-installed.mjs; then
  echo 'Installing the dependencies of package-lock.json (npm ci)' >&2
  npm ci --ignore-scripts --no-progress >&2
fi
if [ ! -f dist/kube2pod.js ] || [ -n "$(find src schemas test/tools package.json package-lock.json -newer dist/kube2pod.js -type f \
  ! -path 'src/generated/*' ! -name '*.sh' -print -quit)" ]; then
  echo 'Building dist/ (npm run build)' >&2
  npm run --silent build >&2
fi
