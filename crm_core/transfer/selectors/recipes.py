"""Which files of a folder hold what, in the order in which they can be imported."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crm_core.records.policy import require_right
from crm_core.transfer.mapping.suggest import suggest_object
from crm_core.transfer.mapping.targets import PEOPLE
from crm_core.transfer.reading.files import open_table
from crm_core.transfer.selectors.previews import candidates_for, samples_of
from freehold.errors import Invalid
from freehold.identity.actor import Actor

_ENDINGS = {".csv", ".tsv", ".txt", ".xlsx"}
#: What others refer to comes first.
_SEQUENCE = (
    PEOPLE, "products", "accounts", "contacts", "leads", "opportunities", "line-items", "cases",
    "activities",
)  # fmt: skip


@dataclass(frozen=True)
class Order:
    """One file to import, and into what."""

    path: Path
    object_name: str


def orders_of(path: Path, object_name: str | None, *, actor: Actor) -> list[Order]:
    """The file as named, or every file under the folder whose content is recognised."""
    if object_name is not None and path.is_file():
        return [Order(path, object_name)]
    files = [path] if path.is_file() else _files(path)
    found = [order for file in files if (order := _recognised(file, actor)) is not None]
    wanted = [one for one in found if object_name in (None, one.object_name)]
    return sorted(wanted, key=lambda one: (_place(one.object_name), str(one.path)))


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.suffix.lower() in _ENDINGS)


def _recognised(file: Path, actor: Actor) -> Order | None:
    candidates = candidates_for(require_right(actor, "import"))
    with file.open("rb") as content:
        try:
            table = open_table(content)
            name = suggest_object(candidates, file.name, samples_of(table))
            empty = next(table.rows(), None) is None
        except Invalid:
            return None
    return Order(file, name) if name is not None and not empty else None


def _place(object_name: str) -> int:
    return _SEQUENCE.index(object_name) if object_name in _SEQUENCE else len(_SEQUENCE)
