"""All streams of this process, served by one thread over one Redis subscription.

A stream holds a socket and nothing else: no thread of the server, no database connection, no
tenant. Whoever opens one was looked at by an ordinary request before (`api/v1/live`).
"""

import os
import random
import resource
import socket
import time
from collections import Counter
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any

import orjson
import redis
import structlog
from django.conf import settings
from django.utils.translation import gettext
from redis.exceptions import RedisError

from freehold.errors import Unavailable
from freehold.ids import new_id
from freehold.live.signals import WORKSPACE, read_tokens
from freehold.live.streams import HEARTBEAT, Stream, Ticket, frame, heard, is_ended
from freehold.observability.metrics import LIVE_STREAMS

log = structlog.get_logger(__name__)

_TICK_SECONDS = 1.0
_HEARTBEAT_SECONDS = 15.0
#: A stream ends after so long, and the browser's next one is a request that is looked at anew.
_LONGEST_SECONDS = 15 * 60
#: Browsers wait so long before they come again; a restart meets them spread out.
_COME_AGAIN_MS = (500, 4000)


class Hub:
    def __init__(self, url: str, *, most: int, most_each: int) -> None:
        self._client = redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=5)
        self._most = min(most, _most_files() // 2)
        self._most_each = most_each
        self._held: Counter[str] = Counter()
        self._lock = Lock()
        self._arrivals: SimpleQueue[Stream] = SimpleQueue()
        self._streams: dict[str, set[Stream]] = {}
        self._away = False
        self._control = f"fh:live:hub:{new_id()}"
        Thread(target=self._run, name="live", daemon=True).start()

    @property
    def open(self) -> int:
        """Streams that have a place, those that are just being opened included."""
        with self._lock:
            return self._held.total()

    def reserve(self, ticket: Ticket) -> None:
        """Takes a place for a stream. `Unavailable` when this process or this person has no more.

        `begin` or `cancel` follows.
        """
        with self._lock:
            full = self._held.total() >= self._most or self._held[ticket.user] >= self._most_each
            if not full:
                self._held[ticket.user] += 1
        if full:
            raise Unavailable(
                gettext(
                    "Too many live connections: ask /api/v1/changes/ every few seconds instead."
                ),
                headers={"Retry-After": str(random.randint(30, 90))},
            )

    def cancel(self, ticket: Ticket) -> None:
        with self._lock:
            self._held[ticket.user] -= 1
            if self._held[ticket.user] <= 0:
                del self._held[ticket.user]

    def begin(self, ticket: Ticket, sock: socket.socket) -> None:
        """From now on the socket is the hub's."""
        sock.setblocking(False)
        lasts = _LONGEST_SECONDS * random.uniform(0.8, 1)
        self._arrivals.put(Stream(ticket, sock, time.monotonic() + lasts))
        try:
            self._client.publish(self._control, b"")
        except RedisError as error:
            log.warning("live.redis_away", error=str(error))

    def _run(self) -> None:
        while True:
            try:
                self._serve()
            except RedisError as error:
                if not self._away:
                    log.warning("live.redis_away", error=str(error))
                self._away = True
                self._tick(beat=True)
                time.sleep(_TICK_SECONDS)
            except Exception:
                log.exception("live.failed")
                time.sleep(_TICK_SECONDS)

    def _serve(self) -> None:
        """Until Redis goes away; then all streams stay and are greeted anew by the next round."""
        with self._client.pubsub() as ears:  # type: ignore[no-untyped-call]  # untyped library
            for stream in self._all():
                stream.greeted = False
            ears.subscribe(self._control, *self._streams)
            beat = tick = time.monotonic()
            while True:
                message = ears.get_message(timeout=_TICK_SECONDS)
                if message is not None:
                    self._take(message)
                self._welcome(ears)
                now = time.monotonic()
                if now >= tick + _TICK_SECONDS:
                    tick, beats = now, now >= beat + _HEARTBEAT_SECONDS
                    beat = now if beats else beat
                    self._tick(beat=beats)
                    self._leave_empty(ears)

    def _take(self, message: dict[str, Any]) -> None:
        place = message["channel"].decode()
        if message["type"] == "subscribe":
            self._away = False
            self._greet(place)
        elif message["type"] == "message" and place != self._control:
            self._deliver(place, orjson.loads(message["data"]))

    def _welcome(self, ears: Any) -> None:
        """Newcomers hear the tokens of now, but only once nothing after them can be missed."""
        while True:
            try:
                stream = self._arrivals.get_nowait()
            except Empty:
                return
            place = stream.ticket.channel
            known = self._streams.setdefault(place, set())
            known.add(stream)
            LIVE_STREAMS.inc()
            if len(known) == 1:
                ears.subscribe(place)
            elif any(other.greeted for other in known):
                self._greet(place)

    def _greet(self, place: str) -> None:
        waiting = [one for one in self._streams.get(place, ()) if not one.greeted]
        if not waiting:
            return
        tokens = read_tokens(self._client, waiting[0].ticket.tokens)
        for stream in waiting:
            stream.greeted = True
            seen = {name: one for name, one in tokens.items() if name in stream.ticket.objects}
            seen[WORKSPACE] = tokens.get(WORKSPACE, stream.ticket.workspace)
            self._send(stream, frame("state", seen))

    def _deliver(self, place: str, message: dict[str, Any]) -> None:
        for stream in list(self._streams.get(place, ())):
            if is_ended(stream.ticket, message):
                self._send(stream, frame("end", {"why": message["end"]}))
                self._drop(stream)
                continue
            event = heard(stream.ticket, message)
            if event is not None:
                self._send(stream, frame(*event))

    def _tick(self, *, beat: bool) -> None:
        now = time.monotonic()
        for stream in self._all():
            if stream.is_gone() or now >= stream.ends_at:
                self._drop(stream)
            elif beat:
                self._send(stream, HEARTBEAT)

    def _leave_empty(self, ears: Any) -> None:
        for place in [one for one, streams in self._streams.items() if not streams]:
            del self._streams[place]
            ears.unsubscribe(place)

    def _all(self) -> list[Stream]:
        return [stream for streams in self._streams.values() for stream in streams]

    def _send(self, stream: Stream, data: bytes) -> None:
        if not stream.send(data):
            self._drop(stream)

    def _drop(self, stream: Stream) -> None:
        streams = self._streams.get(stream.ticket.channel, set())
        if stream not in streams:
            return
        streams.discard(stream)
        stream.sock.close()
        self.cancel(stream.ticket)
        LIVE_STREAMS.dec()


#: By process: a fork starts with none of its own.
_hubs: dict[int, Hub] = {}
_making = Lock()


def hub() -> Hub:
    """This process's: made when it is first asked for, after the server has forked."""
    pid = os.getpid()
    with _making:
        if pid not in _hubs:
            most, each = settings.LIVE_STREAMS, settings.LIVE_STREAMS_EACH
            _hubs[pid] = Hub(settings.REDIS_URL, most=most, most_each=each)
        return _hubs[pid]


def come_again_ms() -> int:
    return random.randint(*_COME_AGAIN_MS)


def _most_files() -> int:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return 1 << 20 if soft == resource.RLIM_INFINITY else soft
