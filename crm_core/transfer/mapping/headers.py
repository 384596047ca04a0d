"""Column headers made comparable: "Account_Name__c", "accountName" and "Account Name" are alike."""

import re

from freehold.text import fold

_SUFFIX = re.compile(r"__[cr]\Z", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]\s*\Z")
#: German letters as they are written without them: "Straße" and "Strasse" are alike.
_SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
)
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def words(header: str) -> str:
    """Lower-case words, single spaces between them; a trailing remark in brackets is dropped."""
    bare = _BRACKETS.sub("", _SUFFIX.sub("", header.strip())) or header
    return _NOT_WORD.sub(" ", fold(_CAMEL.sub(" ", bare.translate(_SPELT_OUT)))).strip()


def compact(header: str) -> str:
    """The words without spaces, for headers written in one: "NUMBEROFEMPLOYEES"."""
    return words(header).replace(" ", "")
