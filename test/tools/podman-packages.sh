# shellcheck shell=sh
# Which programs the tests need and how they get here. Sourced by setup-podman.sh after state.sh. KUBE2POD_PACKAGES names
# further packages.

: "${state:?}"

podman_packages="podman crun runc conmon netavark aardvark-dns catatonit fuse-overlayfs uidmap slirp4netns passt
  iptables nftables busybox-static shellcheck debootstrap python3 util-linux curl ${KUBE2POD_PACKAGES:-}"
# The same need on a system without apt: a command for each.
podman_commands='podman busybox newuidmap nft shellcheck python3 setpriv curl'

missing_packages() {
  # shellcheck disable=SC2086 # a list of words
  installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' $podman_packages 2>/dev/null || true)
  for package in $podman_packages; do
    printf '%s\n' "$installed" | grep -qx "$package installed" || printf '%s ' "$package"
  done
}

missing_commands() {
  for command in $podman_commands; do
    (PATH=$PATH:/usr/sbin:/sbin; command -v "$command" >/dev/null) || printf '%s ' "$command"
  done
}

install_packages() {
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    missing=$(missing_commands)
    [ -z "$missing" ] || die "This is not Debian, so the tests install nothing here. Missing commands: $missing" \
      "Install them by this system's own means (Podman 4.3 or newer, a static busybox), then run this again."
    return 0
  fi
  missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  say "Installing with apt-get: $missing"
  can_be_root || die "That needs root. As root, run: apt-get install --no-install-recommends $missing" \
    'Then run this again (or allow this user sudo without a password).'
  # shellcheck disable=SC2086 # a list of words
  apt_install $missing
}

apt_install() {
  log=$state/apt.log
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >"$log" 2>&1 && return 0
  # Package lists that are missing or out of date are the usual reason.
  as_root apt-get update >>"$log" 2>&1 || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    die "apt-get could not install: $*"
  }
}
