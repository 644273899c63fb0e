# shellcheck shell=sh
# Builds the test images from Debian's packages and brings them into each mode's store.
# Sourced by setup-podman.sh after state.sh.

: "${state:?}" "${tools:?}"

# image_recipe NAME: what the image is made of, as a hash; another hash means another image.
image_recipe() {
  sha256sum "$tools/images/$1.sh" | cut -c1-16
}

# make_image NAME: its root file system as $state/images/NAME-HASH.tar.
make_image() {
  tar=$state/images/$1-$(image_recipe "$1").tar
  [ ! -f "$tar" ] || return 0
  say "Building the image localhost/$1:test from Debian packages"
  rm -f "$state/images/$1"-*.tar
  as_root sh "$tools/images/$1.sh" >"$tar.new" 2>"$state/$1.log" || {
    tail -n 20 "$state/$1.log" >&2
    die "localhost/$1:test could not be built"
  }
  chmod 644 "$tar.new"
  mv "$tar.new" "$tar"
}

# import_image MODE NAME
import_image() {
  recipe=$(image_recipe "$2")
  mark=$state/images/$1-$2.mark
  [ "$(cat "$mark" 2>/dev/null)" = "$recipe" ] && "$state/$1" podman image exists "localhost/$2:test" && return 0
  make_image "$2"
  "$state/$1" podman import --quiet --change 'CMD ["sh"]' "$state/images/$2-$recipe.tar" "localhost/$2:test" >/dev/null 2>"$state/$1.log" || {
    tail -n 3 "$state/$1.log" >&2
    return 1
  }
  printf '%s\n' "$recipe" >"$mark"
}
