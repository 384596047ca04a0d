"""Small pictures to upload."""

from io import BytesIO

from PIL import Image


def png(width: int = 8, height: int = 8, *, format: str = "PNG", **told: object) -> bytes:
    """A red picture in any format that Pillow writes."""
    out = BytesIO()
    Image.new("RGB", (width, height), "#c0392b").save(out, format, **told)
    return out.getvalue()
