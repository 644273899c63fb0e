# shellcheck shell=sh disable=SC2154 # $root, $cli and $state are the caller's
# The realistic application of fixtures/apps/shop as units of the machine of systemd.sh. Its Ingress, which units cannot
# carry (convert says so), is done as people would do by hand: the front end publishes a port and forwards to the API.
# Sourced by systemd.sh after systemd-units.sh.

# Each user publishes a port of its own.
shop_app_port() {
  case $1 in root) echo 18180 ;; *) echo 18181 ;; esac
}

give_shop_image() {
  cp "$state"/images/shop-*.tar "$root/shop.tar"
  chmod 644 "$root/shop.tar"
  as_user "$1" podman import --quiet --change 'CMD ["sh"]' /shop.tar localhost/shop:test >/dev/null
}

convert_shop_app() {
  rm -rf "$root/shop-app"
  cp -r "$tools/../../fixtures/apps/shop" "$root/shop-app"
  sed -i "s/containerPort: 8080}\]/containerPort: 8080, hostPort: $(shop_app_port "$1")}]/
    s|^\( *\)location = /healthz .*|&\n\1location /api { proxy_pass http://api:8080; }|" "$root/shop-app/50-front.yaml"
  chmod -R a+rX "$root/shop-app"
  make_units "$1" shop-app /shop-app
}

# shop_app_request WHO METHOD PATH BODY: prints the answer.
shop_app_request() {
  # shellcheck disable=SC2016 # a template of Node's
  as_user "$1" node -e '
    const [port, method, path, body] = process.argv.slice(1);
    fetch(`http://127.0.0.1:${port}${path}`, body === "" ? { method } : { method, body })
      .then(async (answer) => { console.log(answer.status, await answer.text()); });' "$(shop_app_port "$1")" "$2" "$3" "$4"
}

shop_app_page() { shop_app_request "$1" GET / '' | grep -q "fetch('/api/items')"; }

shop_app_is_healthy() { shop_app_request "$1" GET /api/health '' | grep -qx '200 {"healthy":true}'; }

shop_app_order() {
  shop_app_request "$1" POST /api/items '{"name":"Kettle"}' | grep -qx '201 {"id":1,"name":"Kettle"}'
}

# What the API was sent, packed by the worker, after REPORTS reports.
shop_app_items() {
  shop_app_request "$1" GET /api/items '' |
    grep -q "\"reports\":$2,\"items\":\[{\"id\":1,\"name\":\"Kettle\",\"packed\":true}\]"
}

shop_app_report() {
  as_user "$1" systemctl "$(manager_of "$1")" start report-cronjob.service
}

# shop_app_ctl WHO start|stop: every pod but that of the CronJob.
shop_app_ctl() {
  # shellcheck disable=SC2016 # for the shell inside
  as_user "$1" sh -ec 'cd ~/shop-app && systemctl "$0" "$1" $(ls *.pod | grep -v ^report- | sed "s/[.]pod$/-pod.service/")' \
    "$(manager_of "$1")" "$2"
}

nothing_of_shop_app_runs() {
  ! as_user "$1" podman ps --format '{{.Names}}' | grep -E '^(postgres|redis|api|worker|front|migrate|report)-'
}

# Installed, used from page to database, stopped and started again with its data, removed.
prove_shop_app() {
  once "$1: the image of the shop" give_shop_image "$1"
  once "$1: the shop becomes units" convert_shop_app "$1"
  once "$1: the printed steps install and start it" do_steps "$1" shop-app-install
  check "$1: its page is there" shop_app_page "$1"
  check "$1: its API reaches database and queue" shop_app_is_healthy "$1"
  once "$1: an order is taken" shop_app_order "$1"
  check "$1: its worker packs it" shop_app_items "$1" 0
  once "$1: its CronJob runs" shop_app_report "$1"
  check "$1: and made its report" shop_app_items "$1" 1
  once "$1: systemctl stops it" shop_app_ctl "$1" stop
  once "$1: nothing of the shop runs" nothing_of_shop_app_runs "$1"
  once "$1: systemctl starts it" shop_app_ctl "$1" start
  check "$1: it has its data" shop_app_items "$1" 1
  once "$1: the printed steps remove it" do_steps "$1" shop-app-remove
  once "$1: nothing of the shop runs" nothing_of_shop_app_runs "$1"
}
