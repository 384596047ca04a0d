#!/bin/sh
# Starts one role of the product. Every role replaces this shell, so that signals reach it.
set -eu

queues_of_every_kind=interactive,default,bulk,schemas

usage() {
    echo "Usage: web | worker [QUEUE,...] | beat | migrate | manage COMMAND [ARGUMENT...]" >&2
    exit 64
}

role="${1:-}"
[ -n "$role" ] || usage
shift
cd "$(dirname "$0")/.."

case "$role" in
    web)
        # Several processes answer for one container: their counters meet in this folder.
        PROMETHEUS_MULTIPROC_DIR="$(mktemp -d)"
        export PROMETHEUS_MULTIPROC_DIR
        exec gunicorn --config deploy/gunicorn.conf.py config.wsgi:application "$@"
        ;;
    worker)
        queues="${1:-$queues_of_every_kind}"
        [ "$#" -eq 0 ] || shift
        exec celery --app config worker --queues "$queues" \
            --concurrency "${FREEHOLD_WORKER_CONCURRENCY:-2}" --loglevel INFO \
            --without-gossip --without-mingle "$@"
        ;;
    beat)
        exec celery --app config beat --schedule "$(mktemp -d)/schedule" --pidfile= --loglevel INFO "$@"
        ;;
    migrate)
        # Where the file system is read-only, what it notes about the first sign-in goes nowhere:
        # `manage user set-password` gives the first operator a password.
        if ! [ -w "${FREEHOLD_VAR:-var}" ]; then
            FREEHOLD_VAR="$(mktemp -d)"
            export FREEHOLD_VAR
        fi
        exec python manage.py setup_installation "$@"
        ;;
    manage)
        exec python manage.py "$@"
        ;;
    *)
        echo "There is no role \"$role\"." >&2
        usage
        ;;
esac
