# shellcheck shell=sh disable=SC2154 # $root and $cli are the caller's
# Units of an application on the machine of systemd.sh: installed and removed by the very steps that `convert` prints.
# Sourced by systemd.sh.

manager_of() {
  case $1 in root) echo --system ;; *) echo --user ;; esac
}

# Each user publishes a port of its own.
port_of() {
  case $1 in root) echo 18080 ;; *) echo 18081 ;; esac
}

# convert_units WHO
convert_units() {
  sed "s/hostPort: 18080/hostPort: $(port_of "$1")/" "$tools/systemd-app.yaml" >"$root/shop-$1.yaml"
  chmod 644 "$root/shop-$1.yaml"
  make_units "$1" units "/shop-$1.yaml"
}

# make_units WHO NAME INPUT: files in ~/NAME, and what convert says to do with them in ~/NAME-install.sh and
# ~/NAME-remove.sh.
make_units() {
  version=$(as_user "$1" podman version --format '{{.Client.Version}}')
  rootless=
  [ "$1" = root ] || rootless=--rootless
  # shellcheck disable=SC2016 # for the shell inside
  as_user "$1" sh -ec '
    cd && rm -rf "$3"
    node "$0" convert --to quadlet --target "$1" $2 --with-secrets --dir "$3" "$4" >/dev/null 2>"$3-steps"
    sed -n "/^Install:/,/^Remove:/p" "$3-steps" | grep "^  " | grep -v "loginctl\|sudo" >"$3-install.sh"
    sed -n "/^Remove:/,\$p" "$3-steps" | grep "^  " >"$3-remove.sh"' "$cli" "$version" "$rootless" "$2" "$3"
}

# do_steps WHO NAME-install|NAME-remove
do_steps() {
  # shellcheck disable=SC2016 # for the shell inside
  as_user "$1" sh -ec 'cd && sh -e "./$0.sh"' "$2"
}

shop_answers() {
  # shellcheck disable=SC2016 # a template of Node's
  as_user "$1" node -e '
    const [port] = process.argv.slice(1);
    const get = async (path) => (await fetch(`http://127.0.0.1:${port}/${path}`)).text();
    const seen = [await get(""), await get("token")];
    process.exit(seen.join("") === "hello from $HOME 100%\ns3cr3t\n" ? 0 : 1);' "$(port_of "$1")"
}

shop_is_healthy() {
  as_user "$1" podman ps --filter health=healthy --format '{{.Names}}' | grep -qx shop-web
}

shop_sidecar_and_second_run() {
  [ "$(as_user "$1" podman ps --format '{{.Names}}' | grep -cE '^shop-(beside|second|web)$')" = 3 ]
}

nothing_of_shop_runs() {
  ! as_user "$1" podman ps --format '{{.Names}}' | grep '^shop-'
}

report_was_made() {
  as_user "$1" podman run --rm --volume shop-data:/data:ro localhost/busybox:test grep -q reported /data/log
}

shop_ctl() {
  as_user "$1" systemctl "$(manager_of "$1")" "$2" shop-pod.service
}

no_unit_is_left() {
  ! as_user "$1" systemctl "$(manager_of "$1")" --no-legend list-unit-files 'shop*' | grep shop
}

# Installed, running, healed, stopped and started again.
prove_units() {
  once "$1: units are converted" convert_units "$1"
  once "$1: the printed steps install and start them" do_steps "$1" units-install
  check "$1: the application answers" shop_answers "$1"
  check "$1: its sidecar and second container run" shop_sidecar_and_second_run "$1"
  check "$1: timers of systemd find it healthy" shop_is_healthy "$1"
  check "$1: the CronJob's timer made its report" report_was_made "$1"
  once "$1: systemctl stop" shop_ctl "$1" stop
  once "$1: nothing of it runs" nothing_of_shop_runs "$1"
  once "$1: systemctl start" shop_ctl "$1" start
  check "$1: it answers again" shop_answers "$1"
  once "$1: a container is killed" as_user "$1" podman kill shop-second
  check "$1: systemd brings it back" shop_sidecar_and_second_run "$1"
}

# After a reboot.
prove_units_again() {
  check "$1: after a reboot the application answers" shop_answers "$1"
  check "$1: all of it runs" shop_sidecar_and_second_run "$1"
  once "$1: the printed steps remove the units" do_steps "$1" units-remove
  check "$1: no unit is left" no_unit_is_left "$1"
  once "$1: nothing of it runs" nothing_of_shop_runs "$1"
}
