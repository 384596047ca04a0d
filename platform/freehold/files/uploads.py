"""A file on its way in."""

from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True)
class Upload:
    """A file as it came: `content` is seekable and stays open during the call."""

    name: str
    size: int
    content: BinaryIO
