#!/bin/sh
# remote-podman.sh FOLDER: serves a Podman that shares nothing with this machine's but the socket FOLDER/podman.sock:
# with mounts, network, processes and a host name of its own, and a store in memory. As root. It ends a minute after its
# last request, or when the process in FOLDER/pid is killed, and everything that it ran with it.
set -eu
folder=$1
echo $$ >"$folder/pid"
# shellcheck disable=SC2016 # for the shell that runs it
exec unshare --mount --net --uts --ipc --pid --fork --kill-child --propagation private sh -c '
  set -eu
  hostname elsewhere
  mount -t proc proc /proc
  for place in /run /srv /var/lib/containers /etc/containers/networks; do
    mkdir -p "$place"
    mount -t tmpfs -o mode=755 tmpfs "$place"
  done
  mkdir -p /run/lock /srv/data
  echo elsewhere >/srv/data/place
  printf "nameserver 192.0.2.53\n" >/srv/resolv.conf
  mount --bind /srv/resolv.conf /etc/resolv.conf
  ip link set lo up
  podman system service --time=60 "unix://$1/podman.sock" &
  until [ -S "$1/podman.sock" ]; do sleep 0.1; done
  # Only so that an ordinary user of the tests may be a client.
  chmod 666 "$1/podman.sock"
  wait
' sh "$folder"
