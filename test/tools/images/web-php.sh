#!/bin/sh
# Prints the root file system of localhost/web-php:test as a tar: nginx and php-fpm as Debian packages
# them, for two containers of one pod that each start one of the two. Needs root (debootstrap).
set -eu

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
# The same mirror as this machine's own packages come from.
# shellcheck disable=SC2016 # apt-get's own words
mirror=$(apt-get indextargets --format '$(SITE)' "Codename: $suite" 'Created-By: Packages' | head -n 1)
debootstrap --variant=minbase --include=nginx-light,php-fpm "$suite" "$root" ${mirror:+"$mirror"} >&2
# No version in the command's name, so that manifests fit every Debian.
ln -s "$(basename "$root"/usr/sbin/php-fpm?*)" "$root/usr/sbin/php-fpm"
rm -rf "$root"/usr/share/doc "$root"/usr/share/man "$root"/usr/share/locale "$root"/usr/share/info \
  "$root"/var/cache/* "$root"/var/lib/apt/lists/* "$root"/var/log/* "$root"/debootstrap
mkdir -p "$root/var/log/nginx" "$root/run/php"
tar -C "$root" --numeric-owner --one-file-system --sort=name -c .
