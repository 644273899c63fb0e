#!/bin/sh
# Proves the hooks with the real pre-commit (Debian has it): installed from a clone of this repository as committed, run
# in a repository with a good manifest, a bad one, and files of other programs; then once more without a network.
set -eu

tools=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=test/tools/state.sh
. "$tools/state.sh"
project=$(CDPATH='' cd -- "$tools/../.." && pwd)

command -v pre-commit >/dev/null || {
  say 'Installing with apt-get: pre-commit'
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends pre-commit >/dev/null 2>&1 || {
    as_root apt-get update >/dev/null 2>&1 || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends pre-commit >/dev/null 2>&1 ||
      die 'pre-commit is missing and could not be installed: apt-get install pre-commit'
  }
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PRE_COMMIT_HOME="$work/home" GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.com
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL

git clone --quiet "$project" "$work/hooks"
revision=$(git -C "$work/hooks" rev-parse HEAD)

mkdir "$work/repository"
cd "$work/repository"
git init --quiet
cat >.pre-commit-config.yaml <<END
repos:
  - repo: $work/hooks
    rev: $revision
    hooks:
      - id: kube2pod-check
      - id: kube2pod-check-all
END
cat >good.yaml <<'END'
apiVersion: v1
kind: Pod
metadata: {name: good}
spec: {containers: [{name: c, image: "nginx:1.27", envFrom: [{configMapRef: {name: settings}}]}]}
END
cat >settings.yaml <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {a: b}
END
printf 'services: {a: {image: b}}\n' >compose.yaml
git add .
git commit --quiet -m start

# The map is in a file that did not change: only --root knows it.
printf '# changed\n' >>good.yaml
git add .
pre-commit run kube2pod-check-all >"$work/out" 2>&1 || {
  cat "$work/out"
  die 'a good manifest was refused'
}
grep -q 'kube2pod check (all manifests).*Passed' "$work/out" || die "the hook did not run: $(cat "$work/out")"

cat >bad.yaml <<'END'
apiVersion: v1
kind: Pod
metadata: {name: bad}
spec: {containers: [{name: c, image: "nginx:1.27", ports: [{containerPort: "80"}]}]}
END
git add .
offline=''
unshare --net true 2>/dev/null && offline='unshare --net'
# shellcheck disable=SC2086 # a command and its option, or nothing
if $offline pre-commit run kube2pod-check >"$work/out" 2>&1; then die 'a bad manifest was let through'; fi
grep -q 'bad.yaml:4:76 error schema/wrong-type' "$work/out" || die "the finding is missing: $(cat "$work/out")"
if grep -q 'compose.yaml' "$work/out"; then die "noise about another program's file: $(cat "$work/out")"; fi
say 'pre-commit: installed from a clone, passed a good commit, refused a bad one'
