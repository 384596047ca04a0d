"""A logo as it is kept: whatever was uploaded, decoded and drawn anew as a small PNG."""

from typing import IO

from django.utils.translation import gettext as _
from PIL import Image

from freehold.errors import TooLarge
from freehold.files.pictures import decoded

MOST_BYTES = 2 * 1024 * 1024
_BOX = (640, 320)


def drawn_anew(source: IO[bytes], size: int) -> Image.Image:
    """The picture within 640 × 320, without anything that the file carried beside it."""
    if size > MOST_BYTES:
        raise TooLarge(_("A logo has up to 2 MB."))
    clean = decoded(source)
    clean.thumbnail(_BOX)
    return clean
