#!/bin/sh
# Starts one role of the image. Every role replaces this shell, so that signals reach it.
set -eu

queues_of_every_kind=interactive,default,bulk

usage() {
    cat >&2 <<'TEXT'
Usage: web | worker [QUEUE,...] | beat | migrate | manage COMMAND [ARGUMENT...]
TEXT
    exit 64
}

role="${1:-}"
[ -n "$role" ] || usage
shift

case "$role" in
    web)
        exec gunicorn --config /srv/freehold/deploy/gunicorn.conf.py config.wsgi:application "$@"
        ;;
    worker)
        queues="${1:-$queues_of_every_kind}"
        [ "$#" -eq 0 ] || shift
        exec celery --app config worker --queues "$queues" \
            --concurrency "${FREEHOLD_WORKER_CONCURRENCY:-2}" --loglevel INFO \
            --without-gossip --without-mingle "$@"
        ;;
    beat)
        exec celery --app config beat --schedule /tmp/beat-schedule --pidfile= --loglevel INFO "$@"
        ;;
    migrate)
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
