"""Reading an archive, each byte of it checked against the manifest."""

import json
import zipfile
import zlib
from collections.abc import Iterator
from types import TracebackType
from typing import IO, Any

from django.utils.translation import gettext as _

from tenants.archives.format import (
    FORMAT,
    MANIFEST,
    DamagedArchive,
    Measure,
    file_member,
    table_member,
)

_BLOCK = 256 * 1024
_NEEDED = {"format", "schema_version", "tenant", "tables", "files", "sequences", "audit"}


class Archive:
    """An open archive; `DamagedArchive` wherever it is not what its manifest says."""

    def __init__(self, source: IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(source)
            self.manifest: dict[str, Any] = json.loads(self._zip.read(MANIFEST))
        except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError) as error:
            raise DamagedArchive(
                _(
                    "This is not an archive of a tenant, or not all of one. Make it anew with "
                    "`manage.py tenant export`, and copy it whole."
                )
            ) from error
        self._refuse_unknown()

    def __enter__(self) -> "Archive":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def table(self, name: str) -> Iterator[bytes]:
        return self._blocks(table_member(name), self.manifest["tables"][name])

    def file(self, name: str) -> Iterator[bytes]:
        return self._blocks(file_member(name), self.manifest["files"][name])

    def _refuse_unknown(self) -> None:
        made_by = self.manifest.get("format") if isinstance(self.manifest, dict) else None
        if not isinstance(made_by, int):
            raise DamagedArchive(_("This archive has no manifest that can be read."))
        if made_by > FORMAT:
            raise DamagedArchive(
                _(
                    "This archive was made by a newer release of Freehold (format %(made_by)s). "
                    "Upgrade this installation first."
                )
                % {"made_by": made_by}
            )
        if not self.manifest.keys() >= _NEEDED:
            raise DamagedArchive(_("This archive has no manifest that can be read."))

    def _blocks(self, member: str, expected: dict[str, Any]) -> Iterator[bytes]:
        measure = Measure()
        try:
            with self._zip.open(member) as content:
                while block := content.read(_BLOCK):
                    measure.update(block)
                    yield block
        except (zipfile.BadZipFile, zlib.error, KeyError, EOFError) as error:
            raise _damaged(member) from error
        if measure.as_json() != {name: expected[name] for name in ("bytes", "sha256")}:
            raise _damaged(member)


def _damaged(member: str) -> DamagedArchive:
    return DamagedArchive(
        _("The archive is damaged at “%(member)s”. Take another copy of it.") % {"member": member}
    )
