#!/bin/sh
# Prints the root file system of localhost/busybox:test as a tar: Debian's static busybox, a link in
# /bin for each of its applets, and the few files and folders that a small image has.
set -eu

busybox=$(command -v busybox) || { echo 'busybox is missing (Debian: busybox-static)' >&2; exit 1; }
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/bin" "$root/dev" "$root/etc" "$root/home" "$root/proc" "$root/root" "$root/run" "$root/srv" \
  "$root/sys" "$root/tmp" "$root/usr/bin" "$root/var"
chmod 755 "$root"
chmod 1777 "$root/tmp"
cp "$busybox" "$root/bin/busybox"
for applet in $("$busybox" --list); do
  [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
done
cat >"$root/etc/passwd" <<'END'
root:x:0:0:root:/root:/bin/sh
app:x:1000:1000:app:/home:/bin/sh
nobody:x:65534:65534:nobody:/:/bin/sh
END
cat >"$root/etc/group" <<'END'
root:x:0:
app:x:1000:
nobody:x:65534:
END
tar -C "$root" --owner=0 --group=0 --numeric-owner --sort=name -c .
