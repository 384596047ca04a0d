"""Countries by the calling codes that their telephone numbers begin with (ITU-T E.164)."""

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

_CODES = {
    country: str(code)
    for code, countries in COUNTRY_CODE_TO_REGION_CODE.items()
    for country in countries
}
_KNOWN = frozenset(map(str, COUNTRY_CODE_TO_REGION_CODE))
_LONGEST = 3


def calling_code(country: str) -> str:
    """Of a country by its two letters; empty where there is none."""
    return _CODES.get(country, "")


def leading_code(digits: str) -> str:
    """The calling code that an international number begins with; empty where it ends too early.

    No code begins with another one.
    """
    begins = (digits[:length] for length in range(1, _LONGEST + 1))
    return next((one for one in begins if one in _KNOWN), "")
