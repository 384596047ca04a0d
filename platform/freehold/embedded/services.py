"""The database and the broker of an installation: given, or found and started."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from signal import Signals

from freehold.embedded import broker_server, given, ports, postgres_server
from freehold.embedded.accounts import service_account
from freehold.embedded.broker_programs import broker_program
from freehold.embedded.broker_server import BrokerServer
from freehold.embedded.folders import Folders
from freehold.embedded.places import data_folder, shared_folder
from freehold.embedded.postgres_programs import installation
from freehold.embedded.postgres_server import PostgresServer
from freehold.embedded.problems import PortTaken
from freehold.embedded.wishes import Wishes

DATABASE_PORT = 54320
BROKER_PORT = 63790
#: How many other programs may take the port before our server does.
_TRIES = 5

Launch = Callable[[], subprocess.Popen[bytes]]


@dataclass(frozen=True)
class Service:
    """Something that answers at an address. `launch` is None when somebody else runs it."""

    name: str
    title: str
    url: str
    #: The address of a database for whoever owns its tables; empty where one role does everything.
    owner_url: str = ""
    launch: Launch | None = None
    log: Path | None = None
    stop_signal: Signals = Signals.SIGTERM
    stop_seconds: float = 15.0
    #: Programs that belong to the service (pg_dump), for the PATH of whoever uses it.
    programs: Path | None = None
    #: The port of a server of our own, to be kept at the next start; 0 otherwise.
    port: int = 0


def started(find: Callable[[], Service], start: Callable[[Service], object]) -> Service:
    """Starts what `find` names; named anew where another program takes its port first.

    Two installations that start at once choose the same free port. Raises `CannotStart`.
    """
    for _ in range(_TRIES - 1):
        service = find()
        try:
            start(service)
        except PortTaken:
            continue
        return service
    service = find()
    start(service)
    return service


def database(
    folders: Folders, wishes: Wishes, say: Callable[[str], None], throwaway: bool = False
) -> Service:
    """The database, its data folder made, not yet started."""
    if wishes.database_url:
        title = given.check_database(wishes.database_owner_url or wishes.database_url)
        return Service("database", title, wishes.database_url, wishes.database_owner_url)
    server = _postgres(folders, wishes, throwaway)
    if server.initialise():
        say(f"Made an empty database in {server.data}")
    return Service(
        name="database",
        title=f"{server.installation}, port {server.port}",
        url=server.application_url,
        owner_url="" if throwaway else server.url,
        launch=lambda: server.start(say),
        log=server.log,
        stop_signal=postgres_server.STOP_SIGNAL,
        stop_seconds=postgres_server.STOP_SECONDS,
        programs=server.installation.bin,
        port=server.port,
    )


def broker(folders: Folders, wishes: Wishes, throwaway: bool = False) -> Service:
    """The broker, not yet started."""
    if wishes.redis_url:
        return Service("broker", given.check_broker(wishes.redis_url), wishes.redis_url)
    account = service_account(wishes.account, folders.var / "broker")
    server = BrokerServer(
        program=broker_program(account, wishes.broker, shared_folder(account, folders)),
        account=account,
        data=data_folder(account, folders, "broker"),
        log=folders.log / "broker.log",
        password=folders.secret("broker.password"),
        port=_port(folders, "broker_port", BROKER_PORT, throwaway),
        throwaway=throwaway,
    )
    return Service(
        name="broker",
        title=f"{server.program}, port {server.port}",
        url=server.url,
        launch=server.start,
        log=server.log,
        stop_signal=broker_server.STOP_SIGNAL,
        stop_seconds=broker_server.STOP_SECONDS,
        port=server.port,
    )


def _postgres(folders: Folders, wishes: Wishes, throwaway: bool) -> PostgresServer:
    account = service_account(wishes.account, folders.var / "postgres")
    data = data_folder(account, folders, "postgres")
    return PostgresServer(
        installation=installation(
            account,
            wishes.postgres,
            shared_folder(account, folders),
            postgres_server.major_version(data),
        ),
        account=account,
        data=data,
        log=folders.log / "postgres.log",
        password=folders.secret("postgres.password"),
        application_password="" if throwaway else folders.secret("postgres.app.password"),
        port=_port(folders, "database_port", DATABASE_PORT, throwaway),
        shared_buffers=wishes.shared_buffers,
        throwaway=throwaway,
    )


def _port(folders: Folders, name: str, otherwise: int, throwaway: bool) -> int:
    """The port of the last start if it is free, else the next free one."""
    if throwaway:
        return ports.any_free_port()
    last = folders.read_addresses().get(name)
    return ports.free_port(last if isinstance(last, int) else otherwise)
