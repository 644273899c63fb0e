#!/bin/sh
# Prints the root file system of localhost/shop:test as a tar: nginx, PHP, PostgreSQL and Redis as Debian packages
# them, for every container of fixtures/apps/shop. Needs root (debootstrap).
set -eu

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
# The same mirror as this machine's own packages come from.
# shellcheck disable=SC2016 # apt-get's own words
mirror=$(apt-get indextargets --format '$(SITE)' "Codename: $suite" 'Created-By: Packages' | head -n 1)
debootstrap --variant=minbase --include=nginx-light,php-cli,php-pgsql,postgresql,redis-server \
  "$suite" "$root" ${mirror:+"$mirror"} >&2
# No versions in the commands' names, so that manifests fit every Debian.
for name in initdb postgres pg_isready psql; do
  ln -s "$(cd "$root" && echo usr/lib/postgresql/*/bin/$name | sed 's|^|/|')" "$root/usr/local/bin/$name"
done
# PostgreSQL wants its user to have a name.
echo 'app:x:1000:1000:app:/tmp:/bin/sh' >>"$root/etc/passwd"
echo 'app:x:1000:' >>"$root/etc/group"
# What nothing here needs: each container of a store without layers is a copy of all.
rm -rf "$root"/usr/share/doc "$root"/usr/share/man "$root"/usr/share/locale "$root"/usr/share/info \
  "$root"/usr/share/i18n "$root"/usr/share/perl* "$root"/usr/lib/*/perl "$root"/usr/lib/*/gconv \
  "$root"/usr/lib/*/libLLVM-* "$root"/usr/lib/*/libz3.so* "$root"/usr/lib/file \
  "$root"/usr/lib/postgresql/*/lib/bitcode "$root"/usr/lib/postgresql/*/lib/llvmjit* \
  "$root"/var/cache/* "$root"/var/lib/apt/lists/* "$root"/var/lib/dpkg "$root"/var/log/* "$root"/debootstrap \
  "$root"/var/lib/postgresql/*
mkdir -p "$root/var/log/nginx"
chmod 777 "$root/var/log/nginx" "$root/var/lib/nginx"
# A folder of mktemp is for its owner alone, and the containers run as somebody else.
chmod 755 "$root"
tar -C "$root" --numeric-owner --one-file-system --sort=name -c .
