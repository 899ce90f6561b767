ARG BASE
FROM ${BASE}
ENV XDG_DATA_HOME=/data XDG_CONFIG_HOME=/tmp
VOLUME /data
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
