#!/bin/sh
# Makes the root file system of a newer Debian with its Podman and systemd, once, as $state/roots/SUITE:
# trixie (Debian 13) has Podman 5.4, sid has the newest. Needs root and Debian's mirror.
#   podman-root.sh SUITE
set -eu
umask 022

tools=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=test/tools/state.sh
. "$tools/state.sh"

suite=${1:?a Debian suite, for example trixie}
root=$state/roots/$suite
[ ! -e "$root/etc/debian_version" ] || exit 0
[ "$(id -u)" = 0 ] || die 'A root file system of another Debian needs root to be made.'

# The same mirror as this machine's own packages come from.
own=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
# shellcheck disable=SC2016 # a format of apt-get's
mirror=$(apt-get indextargets --format '$(SITE)' "Codename: $own" 'Created-By: Packages' | head -n 1)
packages=podman,crun,runc,netavark,aardvark-dns,catatonit,conmon,iptables,nftables,fuse-overlayfs,uidmap,passt
packages=$packages,busybox-static,systemd,systemd-sysv,dbus,iproute2
mkdir -p "$state/roots"
new=$root.new
rm -rf "$new"
say "Getting Podman of Debian $suite (some minutes, once)"
debootstrap --variant=minbase --include=$packages "$suite" "$new" ${mirror:+"$mirror"} >"$root.log" 2>&1 || {
  tail -n 20 "$root.log" >&2
  die "debootstrap of $suite failed"
}
rm -rf "$new"/usr/share/doc "$new"/usr/share/man "$new"/usr/share/locale "$new"/var/cache/apt "$new"/var/lib/apt/lists
mv "$new" "$root"
