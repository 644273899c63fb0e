# shellcheck shell=sh
# Makes one command per mode, $state/rootful and $state/rootless: each runs its arguments with the
# mode's user and a clean environment, or says why it cannot and ends with 69 (EX_UNAVAILABLE).
# Sourced by setup-podman.sh after state.sh.

: "${state:?}" "${boot:?}"

test_user=kube2pod-test
unavailable=69

test_home() {
  getent passwd $test_user | cut -d: -f6
}

# write_entry FILE PREFIX HOME [NAME=VALUE ...]: PREFIX (already quoted) changes the user, or is empty.
write_entry() {
  entry=$1 prefix=$2 home=$3
  shift 3
  {
    printf '#!/bin/sh\n# Made by test/tools/setup-podman.sh\n'
    printf 'exec %s env -i HOME=%s PATH=%s LANG=C.UTF-8 PODMAN_IGNORE_CGROUPSV1_WARNING=1 \\\n' "$prefix" \
      "$(quoted "$home")" "$(quoted "$state/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")"
    for setting in "$@"; do printf '  %s \\\n' "$(quoted "$setting")"; done
    # A working directory that this user cannot enter would fail every podman command.
    # shellcheck disable=SC2016 # for the shell that runs it
    printf '  sh -c %s sh "$@"\n' "$(quoted 'cd -- "$(pwd)" 2>/dev/null || cd "$HOME"; exec "$@"')"
  } >"$entry.new"
  chmod 755 "$entry.new"
  mv "$entry.new" "$entry"
}

# write_missing FILE REASON
write_missing() {
  printf '#!/bin/sh\necho %s >&2\nexit %s\n' "$(quoted "$2")" "$unavailable" >"$1.new"
  chmod 755 "$1.new"
  mv "$1.new" "$1"
}

# entry_with_conf MODE: the entry again, naming the mode's containers.conf if it has one.
entry_with_conf() {
  conf=$state/$1.conf
  if [ -s "$conf" ]; then set -- "$1" "CONTAINERS_CONF=$conf"; fi
  case $1 in
    rootful) rootful_entry "$@" ;;
    rootless) rootless_entry "$@" ;;
  esac
}

rootful_entry() {
  shift
  if [ "$(id -u)" = 0 ]; then
    write_entry "$state/rootful" '' /root "$@"
  else
    write_entry "$state/rootful" 'sudo -n' /root "$@"
  fi
}

rootless_entry() {
  shift
  if [ "$(id -u)" = 0 ]; then
    uid=$(id -u $test_user)
    set -- "XDG_RUNTIME_DIR=/run/user/$uid" "$@"
    [ ! -S "/run/user/$uid/bus" ] || set -- "DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/$uid/bus" "$@"
    write_entry "$state/rootless" "setpriv --reuid=$uid --regid=$(id -g $test_user) --init-groups" "$(test_home)" "$@"
  else
    [ -z "${XDG_RUNTIME_DIR:-}" ] || set -- "XDG_RUNTIME_DIR=$XDG_RUNTIME_DIR" "$@"
    [ -z "${DBUS_SESSION_BUS_ADDRESS:-}" ] || set -- "DBUS_SESSION_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS" "$@"
    write_entry "$state/rootless" '' "$HOME" "$@"
  fi
}

# The user of the rootless side, when root runs the tests: sub-ids, a runtime directory, /dev/net/tun.
make_test_user() {
  id -u $test_user >/dev/null 2>&1 || {
    say "Making the user $test_user for rootless Podman"
    useradd --create-home --shell /bin/sh $test_user
  }
  for kind in uid gid; do
    grep -q "^$test_user:" /etc/sub$kind 2>/dev/null || give_sub_ids $kind
  done
  uid=$(id -u $test_user)
  if [ -d /run/systemd/system ]; then
    loginctl enable-linger $test_user
  elif [ ! -d "/run/user/$uid" ] || [ "$(cat "$state/boot" 2>/dev/null)" != "$boot" ]; then
    # Nothing empties /run/user at boot here, and Podman would take what is left for running containers.
    rm -rf "/run/user/$uid"
    install -d -m 755 /run/user
    install -d -m 700 -o $test_user -g "$(id -g $test_user)" "/run/user/$uid"
    printf '%s\n' "$boot" >"$state/boot"
  fi
  if [ -c /dev/net/tun ] && ! "$state/rootless" sh -c 'exec 3<>/dev/net/tun' 2>/dev/null; then
    say 'Letting every user open /dev/net/tun, as udev does (rootless networks need it)'
    chmod 666 /dev/net/tun
  fi
}

# give_sub_ids uid|gid: 65536 of them after the last ones given away.
give_sub_ids() {
  first=$(awk -F: 'BEGIN { n = 100000 } $2 + $3 > n { n = $2 + $3 } END { print n }' /etc/sub"$1" 2>/dev/null || echo 100000)
  usermod "--add-sub${1}s" "$first-$((first + 65535))" $test_user
}

# Why the rootless side of an ordinary user cannot work, or nothing.
why_not_rootless() {
  [ "$(id -u)" != 0 ] || return 0
  grep -Eq "^($(id -un)|$(id -u)):" /etc/subuid 2>/dev/null && grep -Eq "^($(id -un)|$(id -u)):" /etc/subgid 2>/dev/null ||
    printf 'user %s has no sub-ids: as root, run usermod --add-subuids 100000-165535 --add-subgids 100000-165535 %s' \
      "$(id -un)" "$(id -un)"
}

# probe MODE: finds what this machine needs for `podman run` to work, and writes it to $state/MODE.conf.
probe() {
  : >"$state/$1.conf"
  for needs in '' ulimits engine 'ulimits engine'; do
    write_conf "$1" "$needs"
    entry_with_conf "$1"
    "$state/$1" podman run --rm --network=none localhost/busybox:test true 2>"$state/$1.log" && break
  done || true
  "$state/$1" podman run --rm --network=none localhost/busybox:test true 2>"$state/$1.log" || {
    write_missing "$state/$1" "podman run fails: $(tail -n 1 "$state/$1.log")"
    return 1
  }
  # A CNI configuration that a package left in /etc/cni would win over an installed netavark.
  if [ "$("$state/$1" podman info --format '{{.Host.NetworkBackend}}')" != netavark ]; then
    printf '[network]\nnetwork_backend="netavark"\n' >>"$state/$1.conf"
    entry_with_conf "$1"
  fi
  "$state/$1" podman run --rm localhost/busybox:test true 2>"$state/$1.log" || {
    write_missing "$state/$1" "podman run with a network fails: $(tail -n 1 "$state/$1.log")"
    return 1
  }
}

# write_conf MODE NEEDS
write_conf() {
  case $2 in *ulimits*)
    # Without CAP_SYS_RESOURCE Podman cannot raise its default limits to what it wants.
    printf '[containers]\ndefault_ulimits=["nofile=1024:1024","nproc=1024:1024"]\n' ;;
  esac >"$state/$1.conf"
  case $2 in *engine*)
    # No systemd to ask for cgroups, and crun refuses a mixture of cgroups v1 and v2.
    printf '[engine]\ncgroup_manager="cgroupfs"\nruntime="runc"\n' ;;
  esac >>"$state/$1.conf"
}
