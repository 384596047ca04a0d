"""The web server's own log: one line per request, whatever the request says."""

from collections.abc import Mapping

from gunicorn.glogging import Logger as Gunicorns
from gunicorn.glogging import SafeAtoms

from freehold.text import escaped


class _Atoms(SafeAtoms):  # type: ignore[misc]  # gunicorn has no types
    """A name for Basic authentication and a header can hold what ends a line or moves a cursor."""

    def __init__(self, atoms: Mapping[str, object]) -> None:
        texts = {name: escaped(one) if isinstance(one, str) else one for name, one in atoms.items()}
        super().__init__(texts)


class Logger(Gunicorns):  # type: ignore[misc]  # the same
    atoms_wrapper_class = _Atoms
