#!/bin/sh
# Prints the path of a copy of the built command line where root and the rootless test user can both
# read it (a clone may lie below /root). One copy per content, so that runs at the same time share it.
set -eu
umask 022

tools=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=test/tools/state.sh
. "$tools/state.sh"
project=$tools/../..

[ -f "$project/dist/kube2pod.js" ] || die 'dist/kube2pod.js is missing: run npm run build'
content=$(cd "$project" && find dist -type f ! -path 'dist/types/*' -exec sha256sum {} + | sort | sha256sum | cut -c1-16)
copy=$state/cli/$content
if [ ! -d "$copy" ]; then
  mkdir -p "$state/cli"
  find "$state/cli" -mindepth 1 -maxdepth 1 -mtime +1 -exec rm -rf {} +
  new=$(mktemp -d "$state/cli/.new-XXXXXX")
  cp -R "$project/dist" "$project/package.json" "$new"
  rm -rf "$new/dist/types"
  chmod 755 "$new"
  mv -T "$new" "$copy" 2>/dev/null || rm -rf "$new"
fi
printf '%s\n' "$copy/dist/kube2pod.js"
