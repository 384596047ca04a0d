"""One open stream of server-sent events: whose it is, what it may hear, the socket."""

import socket
from dataclasses import dataclass, field
from typing import Any

import orjson

#: A comment, so that no proxy takes the connection for an idle one.
HEARTBEAT = b":\n\n"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the request that opened the stream found out; the stream itself asks nobody again."""

    channel: str
    tokens: str
    user: str
    session: str
    #: The objects that this person's roles open at all: of others they hear nothing.
    objects: frozenset[str]
    #: The state of the workspace when the stream was asked for.
    workspace: str = ""


@dataclass(eq=False, slots=True)
class Stream:
    """The kernel's send buffer is the queue: a browser that lets it run full is cut off."""

    ticket: Ticket
    sock: socket.socket
    ends_at: float
    #: Until its channel is subscribed to, the stream has not been greeted.
    greeted: bool = field(default=False)

    def send(self, data: bytes) -> bool:
        """False when the browser is gone or takes nothing any more."""
        try:
            return self.sock.send(data) == len(data)
        except OSError:
            return False

    def is_gone(self) -> bool:
        """Whether the other side closed; it has nothing to say otherwise."""
        try:
            return self.sock.recv(4096) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True


def frame(event: str, said: Any) -> bytes:
    return b"event: " + event.encode() + b"\ndata: " + orjson.dumps(said) + b"\n\n"


def heard(ticket: Ticket, message: dict[str, Any]) -> tuple[str, Any] | None:
    """The event that this stream gets of a message, if any."""
    if "changed" in message:
        found = {name: one for name, one in message["changed"].items() if name in ticket.objects}
        return ("changed", found) if found else None
    if "topic" in message and ticket.user in message.get("users", [ticket.user]):
        return message["topic"], message["said"]
    return None


def is_ended(ticket: Ticket, message: dict[str, Any]) -> bool:
    match message.get("end"):
        case "rights" | "workspace":
            return True
        case "session":
            return bool(ticket.session == message["of"])
        case _:
            return False
