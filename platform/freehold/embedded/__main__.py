"""`python -m freehold.embedded`: the whole product on this machine, until Ctrl-C.

The same as `manage.py up`, but without reading the settings and importing the product for a
process that only looks after others: the addresses are there seconds earlier.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path

from freehold.embedded.problems import CannotStart
from freehold.embedded.screen import Screen
from freehold.embedded.supervisor import DEFAULT_PORT, Order, run
from freehold.embedded.wishes import var_folder

ROOT = Path(__file__).resolve().parents[3]
DESCRIPTION = (
    "Starts a database and a broker (unless DATABASE_URL and REDIS_URL name some), sets the "
    "installation up, and runs web, worker and beat until Ctrl-C."
)


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=int, help=f"the web's port (else {DEFAULT_PORT} or the next free one)"
    )
    parser.add_argument(
        "--no-demo", action="store_true", help="set up without the two demonstration tenants"
    )


def up(port: int | None, no_demo: bool) -> None:
    """Runs until it is asked to stop; ends the process with a line on what stands in the way."""
    order = Order(root=ROOT, var=var_folder(ROOT), port=port, demo=not no_demo)
    try:
        run(order, Screen())
    except CannotStart as problem:
        sys.exit(f"Freehold cannot start: {problem}")
    except KeyboardInterrupt:  # before anything was started
        sys.exit(130)


if __name__ == "__main__":
    parser = ArgumentParser(prog="freehold.embedded", description=DESCRIPTION)
    add_arguments(parser)
    options = parser.parse_args()
    up(options.port, options.no_demo)
