#!/bin/sh
# Gets real Podman, rootful and rootless, and the test images ready on a bare Debian 12. Run it as often
# as you like: what is there already is left alone. It edits nothing below /etc/containers; what this
# machine needs besides packages stands in a containers.conf of the tests' own.
#   setup-podman.sh [IMAGE ...]     further images: web-php, shop
set -eu
umask 022

tools=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
boot=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null || uname -r)
# shellcheck source=test/tools/state.sh
. "$tools/state.sh"
# shellcheck source=test/tools/podman-packages.sh
. "$tools/podman-packages.sh"
# shellcheck source=test/tools/podman-modes.sh
. "$tools/podman-modes.sh"
# shellcheck source=test/tools/podman-images.sh
. "$tools/podman-images.sh"

# What the last set-up was made for; while it stays the same there is nothing to find out again.
situation() {
  printf '%s\n' "$boot" "$(id -u)" "$(podman --version)" "$(command -v node) $(node --version)" \
    "$(ls -d "/run/user/$(id -u $test_user 2>/dev/null)" 2>/dev/null)"
  cat "$tools"/setup-podman.sh "$tools"/podman-*.sh "$tools/state.sh" "$tools/images/busybox.sh" | sha256sum
}

link_node() {
  node=$(readlink -f "$(command -v node)")
  ln -sf "$node" "$state/bin/node"
  "$state/rootless" node --version >/dev/null 2>&1 && return 0
  # Node lies where the rootless user may not go (below /root): it is one file, a copy will do.
  rm -f "$state/bin/node"
  cp "$node" "$state/bin/node"
}

set_up_rootful() {
  if can_be_root; then
    entry_with_conf rootful
    import_image rootful busybox && probe rootful
  else
    write_missing "$state/rootful" 'rootful Podman needs root: run as root, or allow this user sudo without a password'
  fi
}

set_up_rootless() {
  why=$(why_not_rootless)
  [ -z "$why" ] || {
    write_missing "$state/rootless" "$why"
    return 1
  }
  if [ "$(id -u)" = 0 ]; then
    id -u "$test_user" >/dev/null 2>&1 && entry_with_conf rootless
    make_test_user
  fi
  entry_with_conf rootless
  import_image rootless busybox && probe rootless
}

mkdir -p "$state/bin" "$state/images"
install_packages
if [ "$(cat "$state/situation" 2>/dev/null)" != "$(situation)" ]; then
  say 'Getting rootful and rootless Podman ready'
  rm -f "$state/situation" "$state/images"/*.mark
  set_up_rootful || true
  set_up_rootless || true
  link_node
  situation >"$state/situation"
fi

status=0
for mode in rootful rootless; do
  for image in busybox "$@"; do
    "$state/$mode" true 2>/dev/null || {
      say "$mode Podman: $("$state/$mode" true 2>&1)"
      status=1
      break
    }
    import_image "$mode" "$image" || die "localhost/$image:test could not be imported ($mode)"
  done
done
exit $status
