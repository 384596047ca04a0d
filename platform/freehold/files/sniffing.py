"""What a file is by its first bytes. Only what a browser shows without running it has a name.

Everything else is bytes to download, whatever it calls itself: HTML, SVG and scripts among them.
"""

import codecs
from typing import BinaryIO

UNKNOWN = "application/octet-stream"
PDF = "application/pdf"
TEXT = "text/plain"
_HEAD = 4096
#: (signature, its offset, media type)
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"GIF87a", 0, "image/gif"),
    (b"GIF89a", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
    (b"ftypavif", 4, "image/avif"),
    (b"%PDF-", 0, PDF),
)
IMAGES = frozenset(kind for _, _, kind in _SIGNATURES if kind.startswith("image/"))
#: What may be shown in the page instead of being downloaded.
SHOWN = IMAGES | {PDF, TEXT}


def sniff(content: BinaryIO) -> str:
    """The media type of a seekable file; it stands at its beginning afterwards."""
    content.seek(0)
    head = content.read(_HEAD)
    content.seek(0)
    for signature, offset, kind in _SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return kind
    return TEXT if _is_text(head) else UNKNOWN


def _is_text(head: bytes) -> bool:
    """UTF-8 without control characters; the last letter may be cut in two."""
    if any(byte < 9 or 13 < byte < 32 or byte == 127 for byte in head):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True
