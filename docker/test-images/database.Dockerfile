ARG BASE
FROM ${BASE}
COPY database.sh /usr/local/bin/database
RUN ln -s /usr/lib/postgresql/*/bin/pg_isready /usr/local/bin/pg_isready 2>/dev/null || true
VOLUME /var/lib/postgresql/data
STOPSIGNAL SIGINT
CMD ["bash", "/usr/local/bin/database"]
