"""Pictures that people upload: decoded, and drawn anew without anything the file carried beside."""

from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from freehold.errors import Invalid

_MOST_PIXELS = 20_000_000
#: Drawn by Pillow alone; SVG isn't, since it can hold scripts.
_FORMATS = ("PNG", "JPEG", "WEBP")


def decoded(source: IO[bytes]) -> Image.Image:
    """The picture upright, in RGBA; without place, time, camera and whatever else it told."""
    try:
        with Image.open(source, formats=_FORMATS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise _too_large()
            clean = ImageOps.exif_transpose(opened).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as problem:
        raise Invalid.at("file", "invalid", _("Use a PNG, JPEG or WebP picture.")) from problem
    except Image.DecompressionBombError as problem:
        raise _too_large() from problem
    clean.info = {}
    return clean


def _too_large() -> Invalid:
    return Invalid.at("file", "too_large", _("Use a picture of up to 20 million pixels."))
