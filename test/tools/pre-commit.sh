#!/bin/sh
# Proves the hooks with the real pre-commit (Debian has it): installed from a clone of this repository as committed, run
# in a repository with a good manifest, a bad one, and files of other programs; the second time without a network, where
# that can be taken away. What npm has fetched before is not fetched again. KUBE2POD_RESULTS names a folder for the counts.
set -eu

tools=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=test/tools/state.sh
. "$tools/state.sh"
project=$(CDPATH='' cd -- "$tools/../.." && pwd)
passed=0 failed=0

# try NAME COMMAND...: one test; what the command says is shown when it fails.
try() {
  name=$1
  shift
  if "$@" >"$work/out" 2>&1; then
    passed=$((passed + 1))
    say "pre-commit: $name"
  else
    failed=$((failed + 1))
    say "FAILED: pre-commit: $name"
    cat "$work/out" >&2
  fi
}

install_pre_commit() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends pre-commit git && return 0
  as_root apt-get update || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends pre-commit git
}

commit() {
  git add .
  git commit --quiet -m "$1"
}

# passes HOOK TITLE: whether it ran and passed; without files it would be skipped.
passes() {
  pre-commit run "$1" >"$work/hook" 2>&1 || { cat "$work/hook"; return 1; }
  grep -q "$2.*Passed" "$work/hook" || { cat "$work/hook"; return 1; }
}

refuses_bad_manifest() {
  # shellcheck disable=SC2086 # a command and its option, or nothing
  if $offline pre-commit run kube2pod-check >"$work/hook" 2>&1; then return 1; fi
  cat "$work/hook"
  grep -q 'bad.yaml:4:76 error schema/wrong-type' "$work/hook"
}

is_quiet_about_others() {
  cat "$work/hook"
  ! grep -q 'compose.yaml' "$work/hook"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! command -v pre-commit >/dev/null; then
  say 'Installing with apt-get: pre-commit'
  try 'Debian'\''s pre-commit is installed' install_pre_commit
fi
export PRE_COMMIT_HOME="$work/home" GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.com
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
# Neither the settings of whoever runs this, nor the owner of the folder, matter.
export GIT_CONFIG_GLOBAL="$work/gitconfig" npm_config_prefer_offline=true
git config --global safe.directory '*'

git clone --quiet "$project" "$work/hooks"
revision=$(git -C "$work/hooks" rev-parse HEAD)
mkdir "$work/repository"
cd "$work/repository"
git init --quiet
cat >.pre-commit-config.yaml <<CONFIG
repos:
  - repo: $work/hooks
    rev: $revision
    hooks:
      - id: kube2pod-check
      - id: kube2pod-check-all
CONFIG
cat >good.yaml <<'MANIFEST'
apiVersion: v1
kind: Pod
metadata: {name: good}
spec: {containers: [{name: c, image: "nginx:1.27", envFrom: [{configMapRef: {name: settings}}]}]}
MANIFEST
cat >settings.yaml <<'MANIFEST'
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {a: b}
MANIFEST
printf 'services: {a: {image: b}}\n' >compose.yaml
commit start

# A change that another file's object makes right: only --root knows it.
printf '# changed\n' >>good.yaml
git add .
try 'installed from a clone, the hook for all manifests passes a good commit' \
  passes kube2pod-check-all 'kube2pod check (all manifests)'
try 'the hook for changed manifests alone passes it too: what it lacks may stand elsewhere' \
  passes kube2pod-check 'kube2pod check\.'

cat >bad.yaml <<'MANIFEST'
apiVersion: v1
kind: Pod
metadata: {name: bad}
spec: {containers: [{name: c, image: "nginx:1.27", ports: [{containerPort: "80"}]}]}
MANIFEST
printf '# changed\n' >>compose.yaml
git add .
offline='' where=''
unshare --net true 2>/dev/null && offline='unshare --net' where=' without a network'
try "a bad manifest is refused at its line$where" refuses_bad_manifest
try 'files of other programs are passed over' is_quiet_about_others

say "$passed passed, $failed failed, 0 skipped"
[ -z "${KUBE2POD_RESULTS:-}" ] ||
  printf '{"passed":%d,"failed":%d,"skipped":0}\n' "$passed" "$failed" >"$KUBE2POD_RESULTS/pre-commit.json"
[ "$failed" = 0 ]
