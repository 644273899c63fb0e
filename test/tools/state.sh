# shellcheck shell=sh disable=SC2034 # used by the files that source this one
# Where the tests keep what is not part of the repository: the containers.conf of their own, the
# commands that enter rootful and rootless Podman, images, and the home of the rootless user.
# Sourced by the other tools; KUBE2POD_TEST_STATE names another place.
if [ -n "${KUBE2POD_TEST_STATE:-}" ]; then
  state=$KUBE2POD_TEST_STATE
elif [ "$(id -u)" = 0 ]; then
  # Not below /var/lib: Podman 4.3 hides that folder from rootless network namespaces.
  state=/var/cache/kube2pod-test
else
  state=${XDG_CACHE_HOME:-$HOME/.cache}/kube2pod-test
fi

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$@"
  exit 1
}

# Commands of root's: as they are for root, through sudo (never asking for a password) otherwise.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

can_be_root() {
  [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

# One word for a shell, whatever it holds.
quoted() {
  printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"
}
