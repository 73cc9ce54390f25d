# The product: one image for web (its default command), worker (`python manage.py run_worker`) and one-off commands.
# The base can be pulled or made from Debian's archive: scripts/ensure-base-image. scripts/build-image builds this.
FROM debian:trixie-slim AS base
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3 ca-certificates \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/* /usr/share/doc /usr/share/man
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin \
    LANG=C.UTF-8 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app

FROM base AS build
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3-venv
# .data/build/ is git-ignored and may hold ca.crt, the certificates of a network whose proxy speaks for PyPI.
COPY requirements.txt .data/build/ca.crt* /build/
RUN if [ -e /build/ca.crt ]; then export PIP_CERT=/build/ca.crt; fi \
    && python3 -m venv /opt/venv \
    && pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /build/requirements.txt \
    && pip uninstall -y --quiet pip
COPY . /app
# The secret and the data of this one command are thrown away with the stage.
RUN SECRET_KEY=only-for-collectstatic DATA_DIR=/build/data DEBUG=0 python3 manage.py collectstatic --noinput --verbosity 0 \
    && python3 -m compileall -q -x '/hostile/|/demo/' /app /opt/venv

FROM base
# The same numbers as in the sandbox image, whose agent's socket this group may connect to.
RUN echo 'app:x:10001:' >> /etc/group && echo 'app:x:10001:10001::/data:/usr/sbin/nologin' >> /etc/passwd \
    && mkdir -m 0750 /data /run/agent && chown app:app /data && chown root:app /run/agent \
    && find / -xdev -type f -perm /6000 -exec chmod a-s {} +
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
ENV DATA_DIR=/data DEBUG=0 HOST=0.0.0.0 PORT=8000
USER app
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["python3", "/app/scripts/health-check"]
CMD ["python3", "manage.py", "serve"]
