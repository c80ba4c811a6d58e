# What the tests need beside Node: installed and started here, where it is not there yet. Sourced.

as_root() { if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi; }

reachable() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

install() {
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

postgresql() {
  if ! reachable 5432; then
    if ! command -v pg_ctlcluster >/dev/null; then install postgresql; fi
    local version
    version=$(find /etc/postgresql -mindepth 1 -maxdepth 1 -printf '%f\n' | sort -V | tail -n 1)
    # The cluster is there for the tests alone, and listens on this machine alone.
    as_root sed -i '1i host all all 127.0.0.1/32 trust' "/etc/postgresql/$version/main/pg_hba.conf"
    # The installation may have started it: then it only has to read the line above.
    as_root pg_ctlcluster --skip-systemctl-redirect "$version" main start ||
      as_root pg_ctlcluster --skip-systemctl-redirect "$version" main reload
  fi
  node scripts/ensure-database.mjs
}

mariadb() {
  if ! reachable 3306; then
    if ! command -v mariadbd >/dev/null; then install mariadb-server; fi
    as_root service mariadb start
    # As above: without a password, and for this machine alone, where Debian has it listen.
    as_root mariadb -e "ALTER USER root@localhost IDENTIFIED VIA mysql_native_password USING PASSWORD('')"
  fi
  node scripts/ensure-mariadb.mjs
}

proxies_installed() {
  # The tests start them themselves, as children on ports of their own.
  local packages=() program
  for program in nginx:nginx-light apache2:apache2 varnishd:varnish squid:squid; do
    if ! PATH="$PATH:/usr/sbin" command -v "${program%:*}" >/dev/null; then packages+=("${program#*:}"); fi
  done
  if ((${#packages[@]} > 0)); then install "${packages[@]}"; fi
}

redis() {
  # One of the tests starts a Redis of its own, so that the server has to be there also where one answers.
  if ! command -v redis-server >/dev/null; then install redis-server; fi
  if reachable 6379; then return; fi
  redis-server --daemonize yes --bind 127.0.0.1 --port 6379 --save '' --dir "$reports" >/dev/null
}

chromium_installed() {
  # The tests start it themselves, without a window.
  if ! command -v chromium >/dev/null; then install chromium; fi
}

services() {
  step 'PostgreSQL' postgresql
  step 'MariaDB' mariadb
  step 'Redis' redis
  step 'proxies' proxies_installed
  step 'Chromium' chromium_installed
}
