#!/bin/sh
# Runs the kubelet-behaviour cases (fixtures/behaviour) against the built command line on real Podman, rootful and
# rootless. Arguments go to run.py (--only env,046). KUBE2POD_RESULTS names a folder for the counts of each mode.
set -eu

tools=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=test/tools/state.sh
. "$tools/state.sh"
cd "$tools/../.."

run_mode() {
  mode=$1
  shift
  "$state/$mode" true || return 1
  # The cases where the mode's user can read them, and a place where it can write its result.
  # shellcheck disable=SC2016 # for the shell that runs it
  folder=$("$state/$mode" sh -c 'folder=$(mktemp -d /tmp/kube2pod-cases-XXXXXX) && chmod 755 "$folder" && echo "$folder"')
  tar -C fixtures/behaviour -c . | "$state/$mode" tar -C "$folder" --no-same-owner -x
  printf '\n== behaviour, %s\n' "$mode"
  "$state/$mode" python3 "$folder/run.py" --jobs 4 --apply-cmd "node $cli apply {file}" --delete-cmd "node $cli delete {file}" \
    --out "$folder/result.json" "$@" || true
  # What failed while four cases ran at once is tried again alone: the cases have times in them.
  cp "$folder/result.json" "$results/first-$mode.json"
  for try in 2 3; do
    again=$(node "$tools/behaviour-verdict.mjs" "$mode" "$results/first-$mode.json" fixtures/behaviour/pending.json - "$folder/again.json")
    [ -n "$again" ] || break
    echo "try $try: $again"
    "$state/$mode" python3 "$folder/run.py" --jobs 1 --apply-cmd "node $cli apply {file}" \
      --delete-cmd "node $cli delete {file}" --out "$folder/again-$try.json" --only "$again" || true
    [ ! -e "$folder/again.json" ] || node "$tools/merge-tries.mjs" "$folder/again.json" "$folder/again-$try.json" "$folder/again.json"
    [ -e "$folder/again.json" ] || cp "$folder/again-$try.json" "$folder/again.json"
  done
  node "$tools/behaviour-verdict.mjs" "$mode" "$folder/result.json" fixtures/behaviour/pending.json \
    "$results/behaviour-$mode.json" "$folder/again.json" || return_code=1
  "$state/$mode" rm -rf "$folder"
  return "${return_code:-0}"
}

results=${KUBE2POD_RESULTS:-}
[ -n "$results" ] || {
  results=$(mktemp -d)
  trap 'rm -rf "$results"' EXIT
}
sh "$tools/install-and-build.sh"
sh "$tools/setup-podman.sh" || true
cli=$(sh "$tools/copy-cli.sh")
status=0
for mode in rootful rootless; do
  (run_mode "$mode" "$@") || status=1
done
exit $status
