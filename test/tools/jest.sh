#!/bin/sh
# jest.sh unit|e2e|versions [ARGUMENT ...]: jest on the tests that need no Podman, on those that do, or on those that
# need several.
set -eu

cd "$(dirname -- "$0")/../.."
# Jest loads ECMAScript modules only with this option of Node's.
export NODE_OPTIONS="--experimental-vm-modules --no-warnings=ExperimentalWarning ${NODE_OPTIONS:-}"
part=$1
shift
case $part in
  # A busy machine takes its time; a test that hangs is still found.
  unit) exec node_modules/.bin/jest --testTimeout=30000 "$@" --testPathIgnorePatterns='<rootDir>/test/(e2e|versions)/' ;;
  # More than there are cores, perhaps: the tests wait for containers more than they compute.
  e2e)
    # An option with many values, so it stands behind the words that choose tests.
    set -- "$@" --setupFilesAfterEnv='<rootDir>/test/tools/second-try.mjs'
    exec node_modules/.bin/jest --maxWorkers=3 --testTimeout=60000 "$@" --testPathIgnorePatterns='<rootDir>/test/(?!e2e/)'
    ;;
  # Each machine is its own; while one waits for its containers another one works.
  versions) exec node_modules/.bin/jest --maxWorkers=2 --testTimeout=300000 "$@" --testPathIgnorePatterns='<rootDir>/test/(?!versions/)' ;;
esac
