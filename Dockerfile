# One image, one role per container: web, worker, beat, migrate, or any manage.py command.
ARG PYTHON_IMAGE=python:3.11-slim-trixie
ARG NODE_IMAGE=node:24-trixie-slim

FROM ${NODE_IMAGE} AS web-app
WORKDIR /build/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY frontend/ ./
# Source maps would be public, and compressing them takes most of collectstatic's time.
RUN npm run build && find dist -name '*.map' -delete

FROM ${PYTHON_IMAGE} AS libraries
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.txt /build/requirements.txt
# Wheels only, every one checked against its hash: nothing is compiled and no setup script runs.
RUN python -m venv --without-pip /opt/freehold \
    && pip --python /opt/freehold install \
        --require-hashes --no-deps --only-binary :all: --requirement /build/requirements.txt

FROM ${PYTHON_IMAGE} AS runtime
LABEL org.opencontainers.image.title="Freehold" \
      org.opencontainers.image.description="A CRM in which every tenant owns its own PostgreSQL schema."
ENV PATH=/opt/freehold/bin:$PATH \
    PYTHONPATH=/srv/freehold:/srv/freehold/platform \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    FREEHOLD_VAR=/srv/freehold/var
# The base image's own pip is of no use at run time, and one thing less for an intruder.
RUN python -m pip uninstall --yes pip \
    && groupadd --gid 10001 freehold \
    && useradd --uid 10001 --gid 10001 --home-dir /tmp --no-create-home --shell /usr/sbin/nologin freehold
WORKDIR /srv/freehold
COPY --from=libraries /opt/freehold /opt/freehold
COPY manage.py ./
COPY deploy/ deploy/
COPY platform/ platform/
COPY tenants/ tenants/
COPY crm_core/ crm_core/
COPY billing/ billing/
COPY api/ api/
COPY locale/ locale/
COPY --from=web-app /build/frontend/dist frontend/dist
# collectstatic reads the production settings but connects to nothing; these values stay in this layer's shell.
RUN FREEHOLD_SECRET_KEY="$(python -c 'import secrets; print(secrets.token_hex(32))')" \
    DATABASE_URL=postgresql://build@localhost/build \
    REDIS_URL=redis://localhost:6379/0 python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q /srv/freehold /opt/freehold/lib \
    && install -d -o 10001 -g 10001 var/media
USER 10001:10001
VOLUME ["/srv/freehold/var/media"]
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "/srv/freehold/deploy/healthcheck.py"]
ENTRYPOINT ["/srv/freehold/deploy/entrypoint.sh"]
CMD ["web"]
