"""Starts an installation on this machine, looks after it, and stops it."""

import http.client
import os
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from freehold.embedded import ports, services
from freehold.embedded.children import Child, Children, end_leftovers, last_word
from freehold.embedded.folders import Folders
from freehold.embedded.interrupts import Interrupts, StopRequested
from freehold.embedded.lock import only_instance
from freehold.embedded.problems import CannotStart
from freehold.embedded.programs import Programs, open_ended_log, process_environment
from freehold.embedded.screen import Screen, read_sign_ins, welcome
from freehold.embedded.services import Service
from freehold.embedded.silence import Silence
from freehold.embedded.watchdog import Watchdog
from freehold.embedded.wishes import Wishes

DEFAULT_PORT = 8000
_HEALTHY_SECONDS = 90
_POLL_SECONDS = 0.5


@dataclass(frozen=True)
class Order:
    """What is to be started: from which project, with which data, on which port (None: any)."""

    root: Path
    var: Path
    port: int | None
    demo: bool


def run(order: Order, screen: Screen) -> None:
    """Runs the installation until it is asked to stop. Raises `CannotStart`."""
    folders = Folders(order.var)
    folders.prepare()
    with ExitStack() as stack:
        interrupts = stack.enter_context(Interrupts())
        try:
            stack.enter_context(only_instance(folders.run / "up.lock"))
            record = folders.run / "processes.json"
            if end_leftovers(record):
                screen.step("recovery", "Ended what the last start had left running")
            watchdog = Watchdog()
            stack.callback(watchdog.close)
            children = Children(record, watchdog, interrupts, screen.say)
            stack.callback(_stop, children, screen)
            stack.callback(interrupts.hold)
            silence = _Start(order, folders, screen, children, interrupts).all()
            _stay(children, interrupts, silence)
        except StopRequested:
            screen.say("\nStopping …")


def _stay(children: Children, interrupts: Interrupts, silence: Silence) -> None:
    with interrupts.held():
        while not interrupts.count:
            interrupts.wait(_POLL_SECONDS)
            if not interrupts.count:
                children.look_after()
                silence.look()
    interrupts.check()


def _stop(children: Children, screen: Screen) -> None:
    if children.stop():
        screen.say("Stopped.")


@dataclass
class _Start:
    """The steps of one start."""

    order: Order
    folders: Folders
    screen: Screen
    children: Children
    interrupts: Interrupts

    def all(self) -> Silence:
        begun = time.monotonic()
        port = self._port()
        self.screen.say("Freehold is starting.")
        wishes = Wishes.from_environment()
        database = self._serve(
            lambda: services.database(
                self.folders, wishes, lambda line: self.screen.step("database", line)
            )
        )
        broker = self._serve(lambda: services.broker(self.folders, wishes))
        programs = self._programs(port, database, broker)
        self._set_up(programs)
        worker = self._programs_up(programs, port)
        self.screen.step("ready", f"after {time.monotonic() - begun:.0f} s")
        self.screen.box(welcome(port, read_sign_ins(self.folders.var / "demo.json")))
        return Silence(worker, broker.url, self.screen.say)

    def _port(self) -> int:
        if self.order.port is not None:
            return ports.require(self.order.port)
        port = ports.free_port(DEFAULT_PORT)
        if port != DEFAULT_PORT:
            self.screen.step("port", f"{DEFAULT_PORT} is taken by another program: using {port}")
        return port

    def _serve(self, find: Callable[[], Service]) -> Service:
        service = services.started(find, self._start)
        self.screen.step(service.name, service.title)
        return service

    def _start(self, service: Service) -> None:
        if service.launch and service.log:
            self.children.start(
                Child(
                    service.name,
                    service.launch,
                    open_ended_log(self.folders, service.log.stem),
                    service.stop_signal,
                    service.stop_seconds,
                )
            )

    def _programs(self, port: int, database: Service, broker: Service) -> Programs:
        """Tells the settings of every process, also of later commands, where the services are."""
        addresses = {
            "DATABASE_URL": database.url,
            "DATABASE_OWNER_URL": database.owner_url,
            "REDIS_URL": broker.url,
        }
        self.folders.write_addresses(
            {
                "database_url": database.url,
                **({"database_owner_url": database.owner_url} if database.owner_url else {}),
                "redis_url": broker.url,
                "web_port": port,
                **({"database_port": database.port} if database.port else {}),
                **({"broker_port": broker.port} if broker.port else {}),
            }
        )
        environment = process_environment(
            self.order.root,
            {**addresses, "FREEHOLD_VAR": str(self.folders.var), "FREEHOLD_PORT": str(port)},
            database.programs,
        )
        return Programs(self.order.root, self.folders, environment)

    def _set_up(self, programs: Programs) -> None:
        """Runs the migrations and makes the tenants, showing the progress."""
        log = open_ended_log(self.folders, "setup")
        begin = log.stat().st_size if log.exists() else 0
        with self.interrupts.held():
            process = programs.manage(log, "setup_installation", *self._wanted())
        try:
            self.interrupts.check()
            for line in process.stdout or ():
                self.screen.step("set-up", line.decode(errors="replace").rstrip())
            code = process.wait()
        finally:
            _end(process)
        if code:
            said = last_word(log, begin).removeprefix("CommandError: ")
            raise CannotStart(f"The set-up failed: {said} (all of it in {log}).")

    def _wanted(self) -> list[str]:
        """One tenant's trouble keeps nobody else here from work."""
        return ["--without-failed", *(["--demo"] if self.order.demo else [])]

    def _programs_up(self, programs: Programs, port: int) -> Child:
        """The web first, so that it has the machine to itself until somebody can sign in.

        Returns the worker.
        """
        web = programs.web(port)
        self._program_up(web)
        self._await_health(web, port)
        worker = programs.worker()
        self._program_up(worker)
        self._program_up(programs.beat())
        return worker

    def _program_up(self, child: Child) -> None:
        self.children.start(child)
        self.screen.step(child.name, f"process {child.process.pid}" if child.process else "")

    def _await_health(self, web: Child, port: int) -> None:
        until = time.monotonic() + _HEALTHY_SECONDS
        while not _healthy(port):
            if self.children.ended(web):
                raise CannotStart(f"The web process ended: {web.last_word()} (see {web.log}).")
            if time.monotonic() > until:
                raise CannotStart(
                    f"The web process does not answer http://{ports.HOST}:{port}/healthz: "
                    f"{web.last_word()} (see {web.log})."
                )
            self.interrupts.wait(0.1)


def _healthy(port: int) -> bool:
    connection = http.client.HTTPConnection(ports.HOST, port, timeout=10)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the set-up if it still runs; everything it does can be done again."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
