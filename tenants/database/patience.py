"""Sessions that give a server up which is silent, rather than wait for it for ever.

A server that is frozen (a paused machine, a hanging disk) keeps its sockets open, so neither the
kernel nor libpq notices. A statement that merely takes long is left alone.
"""

from typing import Any, ClassVar

import psycopg
from psycopg.errors import _WaitTimeout  # what `wait` is documented to raise: no other name


class PatientConnection(psycopg.Connection[Any]):
    """After `patience` seconds without a word it knocks; nobody there ends the session.

    Raises `psycopg.OperationalError` then, as for a connection that broke.
    """

    patience: ClassVar[float] = 10.0
    #: So long a new session may take to be greeted.
    knocking: ClassVar[int] = 3

    def wait(self, gen: Any, interval: float = 0.1, timeout: Any = None) -> Any:
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        while True:
            try:
                return super().wait(gen, interval, self.patience)
            except _WaitTimeout:
                if self._is_silent():
                    self.pgconn.finish()
                    raise psycopg.OperationalError("the server is silent") from None

    def _is_silent(self) -> bool:
        """A refusal is an answer, too."""
        seconds, password = self.knocking, self.info.password
        try:
            psycopg.connect(self.info.dsn, password=password, connect_timeout=seconds).close()
        except psycopg.errors.ConnectionTimeout:
            return True
        except psycopg.OperationalError:
            return False
        return False
