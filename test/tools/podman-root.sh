#!/bin/sh
# Makes the root file system of a machine with systemd and a newer Podman, once, as $state/roots/NAME. Its user `tester`
# may run rootless Podman and lingers. Needs root and Debian's mirror.
#   podman-root.sh NAME
# trixie: Debian 13 with its Podman 5.4. sid: the same Debian with the Podman of sid, the newest; systemd stays the one
# of Debian 13, since newer ones boot on no cgroups v1. Any other NAME: as trixie.
set -eu
umask 022

tools=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=test/tools/state.sh
. "$tools/state.sh"

name=${1:?a name, for example trixie}
root=$state/roots/$name
base=$state/roots/base
[ ! -e "$root/etc/debian_version" ] || exit 0
[ "$(id -u)" = 0 ] || die 'A root file system of another Debian needs root to be made.'
command -v debootstrap >/dev/null || die 'debootstrap is missing: apt-get install debootstrap'
mkdir -p "$state/roots"
log=$state/roots/$name.log

failed() {
  tail -n 20 "$log" >&2
  die "$1"
}

make_base() {
  # The same mirror as this machine's own packages come from.
  own=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
  # shellcheck disable=SC2016 # a format of apt-get's
  mirror=$(apt-get indextargets --format '$(SITE)' "Codename: $own" 'Created-By: Packages' | head -n 1)
  packages=podman,crun,runc,netavark,aardvark-dns,catatonit,conmon,iptables,nftables,fuse-overlayfs,uidmap,passt
  packages=$packages,slirp4netns,systemd,systemd-sysv,dbus,dbus-user-session,libpam-systemd,libstdc++6,procps,iproute2
  say 'Getting Debian 13 with systemd and Podman (a minute, once)'
  rm -rf "$base.new"
  debootstrap --variant=minbase --include=$packages trixie "$base.new" ${mirror:+"$mirror"} >"$log" 2>&1 ||
    failed 'debootstrap failed'
  rm -rf "$base.new"/usr/share/doc "$base.new"/usr/share/man "$base.new"/usr/share/locale "$base.new"/var/cache/apt \
    "$base.new"/var/lib/apt/lists
  chroot "$base.new" useradd --create-home --shell /bin/sh tester
  mkdir -p "$base.new/var/lib/systemd/linger"
  : >"$base.new/var/lib/systemd/linger/tester"
  mv "$base.new" "$base"
}

# What podman of sid needs comes along, but nothing else.
take_podman_of_sid() {
  mirror=$(sed -n 's/^deb \([^ ]*\) trixie .*/\1/p' "$1/etc/apt/sources.list")
  printf 'deb %s sid main\n' "$mirror" >"$1/etc/apt/sources.list.d/sid.list"
  printf 'Package: *\nPin: release n=sid\nPin-Priority: 100\n' >"$1/etc/apt/preferences.d/sid"
  # How this machine talks to the mirror.
  cp /etc/apt/apt.conf.d/* "$1/etc/apt/apt.conf.d/"
  cp /etc/resolv.conf "$1/etc/resolv.conf"
  say 'Getting the Podman of Debian sid (a minute, once)'
  {
    chroot "$1" apt-get update &&
      chroot "$1" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends -t sid \
        podman crun runc conmon netavark aardvark-dns passt
  } >"$log" 2>&1 || failed 'the Podman of sid could not be installed'
  rm -rf "$1"/var/cache/apt "$1"/var/lib/apt/lists
}

(
  flock 9
  [ -e "$base/etc/debian_version" ] || make_base
) 9>"$base.lock"
rm -rf "$root.new"
cp -a "$base" "$root.new"
if [ "$name" = sid ]; then take_podman_of_sid "$root.new"; fi
mv "$root.new" "$root"
