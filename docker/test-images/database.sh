#!/usr/bin/env bash
# Starts PostgreSQL as the official image does, as far as compose.yaml asks: a user, their database, their password.
set -euo pipefail
bin="$(echo /usr/lib/postgresql/*/bin)"
data=/var/lib/postgresql/data
as_postgres() { setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; }
if ! [ -s "$data/PG_VERSION" ]; then
  install --directory --owner=postgres --group=postgres --mode=0700 "$data"
  as_postgres bash -c 'umask 077 && cat >/tmp/password' <<<"$POSTGRES_PASSWORD"
  as_postgres "$bin/initdb" --pgdata="$data" --username="$POSTGRES_USER" --encoding=UTF8 --locale=C.UTF-8 \
    --auth-host=scram-sha-256 --auth-local=trust --pwfile=/tmp/password
  rm /tmp/password
  echo "host all all all scram-sha-256" >>"$data/pg_hba.conf"
  as_postgres "$bin/postgres" --single -D "$data" postgres <<<"CREATE DATABASE \"$POSTGRES_DB\""
fi
exec setpriv --reuid=postgres --regid=postgres --clear-groups \
  "$bin/postgres" -D "$data" -c listen_addresses='*' -c unix_socket_directories=/tmp
