"""Characters that XML can't hold, as spreadsheets spell them: `_x000D_` (ECMA-376, ST_Xstring)."""

import re

_UNSPEAKABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_SPELT = re.compile("_x([0-9A-Fa-f]{4})_")


def spelt(text: str) -> str:
    """As it may stand in a cell; what looks like a spelling already is spelt itself."""
    return _UNSPEAKABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unspelt(text: str) -> str:
    """A cell's text as it is meant."""
    return _SPELT.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
