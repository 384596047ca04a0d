"""A logo as it is kept: whatever was uploaded, decoded and drawn anew as a small PNG."""

from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from freehold.errors import Invalid, TooLarge

MOST_BYTES = 2 * 1024 * 1024
_MOST_PIXELS = 20_000_000
_BOX = (640, 320)
#: Drawn by Pillow alone; SVG isn't, since it can hold scripts.
_FORMATS = ("PNG", "JPEG", "WEBP")


def drawn_anew(source: IO[bytes], size: int) -> Image.Image:
    """The picture within 640 × 320, without anything that the file carried beside it."""
    if size > MOST_BYTES:
        raise TooLarge(_("A logo has up to 2 MB."))
    try:
        with Image.open(source, formats=_FORMATS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise Invalid.at(
                    "file", "too_large", _("Use a picture of up to 20 million pixels.")
                )
            upright = ImageOps.exif_transpose(opened)
            clean = upright.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as problem:
        raise Invalid.at("file", "invalid", _("Use a PNG, JPEG or WebP picture.")) from problem
    except Image.DecompressionBombError as problem:
        raise Invalid.at(
            "file", "too_large", _("Use a picture of up to 20 million pixels.")
        ) from problem
    clean.thumbnail(_BOX)
    return clean
