#!/bin/sh
# `npm run demo`: a web server and its application sidecar on real Podman, from nothing to nothing.
#   npm run demo [-- rootless]      as root the demo is rootful unless it is told otherwise
set -eu

tools=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=test/tools/state.sh
. "$tools/state.sh"
cd "$tools/../.."

if [ "$(id -u)" = 0 ]; then mode=rootful; else mode=rootless; fi
mode=${1:-$mode}

step() { printf '\n== %s\n' "$*"; }

show() {
  printf '$ kube2pod %s\n' "$*"
  kube2pod "$@"
}

kube2pod() { "$state/$mode" node "$cli" "$@"; }

free_port() {
  node -e '
    const { createServer } = require("node:net");
    const listen = (port) => createServer().once("error", () => listen(0)).listen(port, function () {
      console.log(this.address().port);
      this.close();
    });
    listen(8080);'
}

# Whatever happens, what the demo applied goes away again.
clean_up() {
  status=$?
  trap - EXIT INT TERM HUP
  if [ -n "${applied:-}" ]; then
    step 'Not finished: removing what the demo made'
    kube2pod delete "$manifest" || status=1
  fi
  [ -z "${folder:-}" ] || rm -rf "$folder"
  exit "$status"
}

served() {
  tries=0
  until curl --silent --show-error --fail "http://127.0.0.1:$port$1" 2>"$folder/curl.log"; do
    tries=$((tries + 1))
    if [ "$tries" -ge 100 ]; then
      cat "$folder/curl.log" >&2
      return 1
    fi
    sleep 0.1
  done
}

left() {
  "$state/$mode" podman pod ps --filter name='^web$' --format '{{.Name}}'
  "$state/$mode" podman ps --all --filter name='^web-' --format '{{.Names}}'
  "$state/$mode" podman volume ls --format '{{.Name}}' | grep -xE 'web-.*|kube2pod-record\..*\.default\.web(-.*)?' || true
  "$state/$mode" podman secret ls --format '{{.Name}}' | grep -x 'web-.*' || true
}

cat <<'END'
This demo runs nginx and php-fpm as two containers of one pod on real Podman. It first gets ready, as far
as that is not done: npm ci and a build in this folder; Podman and what belongs to it by apt-get; an image
built from Debian packages (a minute, once); as root a user for rootless Podman. /etc/containers stays as it is.
END
sh "$tools/install-and-build.sh"
sh "$tools/setup-podman.sh" web-php || "$state/$mode" true
cli=$(sh "$tools/copy-cli.sh")

trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

folder=$(mktemp -d)
chmod 755 "$folder"
port=$(free_port)
manifest=$folder/web.yaml
sed "s/hostPort: 8080/hostPort: $port/" fixtures/demo/web.yaml >"$manifest"
chmod 644 "$manifest"
[ "$port" = 8080 ] || echo "Port 8080 is taken here, so the demo uses $port."
[ -z "$(left)" ] || die "Podman ($mode) already has a pod, container, volume or secret of the demo's names:" "$(left)"

step "The plan for fixtures/demo/web.yaml ($mode Podman)"
show apply --dry-run "$manifest"

step 'Applied'
applied=yes
show apply "$manifest"

step 'What runs'
show get

step "The page at http://127.0.0.1:$port/: nginx passes it to PHP in the next container over localhost"
served /

step "What PHP wrote into the shared emptyDir, served by nginx at /visits.txt"
served /visits.txt

step 'Deleted'
show delete "$manifest"
applied=
remains=$(left)
[ -z "$remains" ] || die 'Podman still has:' "$remains"
echo 'Nothing of it is left: no pod, no container, no volume, no secret.'
