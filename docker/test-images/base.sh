#!/usr/bin/env bash
# Makes images that stand in for python:3.13-slim, postgres:17 and caddy:2 where none can be pulled: from Debian's
# packages, with the certificates that this machine trusts. Usage: base.sh TAG PACKAGE...
set -euo pipefail
tag="$1"
shift
trusted=/etc/ssl/certs/ca-certificates.crt
mmdebstrap --quiet --variant=minbase --include="$(IFS=,; echo "ca-certificates,$*")" \
  --customize-hook="copy-in $trusted /etc/ssl/certs" bookworm - |
  docker import \
    --change "ENV PIP_CERT=$trusted NODE_EXTRA_CA_CERTS=$trusted SSL_CERT_FILE=$trusted" - "$tag" >/dev/null
