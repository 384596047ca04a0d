"""The schema of extensions and immutable functions that tenants' indexes rely on."""

import unicodedata

from django.db import migrations

_LIKE_ASCII = dict(zip("øØłŁđĐðÐħĦıŧŦŋŊ", "oOlLdDdDhHitTnN", strict=True))


def _accents() -> tuple[str, str]:
    """Latin letters with accents, and the plain letter that stands for each."""
    found = dict(_LIKE_ASCII)
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        plain = unicodedata.normalize("NFD", chr(code))[0]
        if plain != chr(code) and plain.isascii() and plain.isalpha():
            found[chr(code)] = plain
    return "".join(found), "".join(found.values())


_ACCENTED, _PLAIN = _accents()
_FOLD = f"""
CREATE FUNCTION extensions.fold(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lower(translate(
  replace(replace(replace(replace($1, 'ß', 'ss'), 'æ', 'ae'), 'Æ', 'AE'), 'œ', 'oe'),
  '{_ACCENTED}', '{_PLAIN}'))
"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SCHEMA IF NOT EXISTS extensions", migrations.RunSQL.noop),
        *(
            migrations.RunSQL(
                f"CREATE EXTENSION IF NOT EXISTS {name} SCHEMA extensions",
                f"DROP EXTENSION IF EXISTS {name}",
            )
            for name in ("pg_trgm", "unaccent", "btree_gin")
        ),
        migrations.RunSQL(_FOLD, "DROP FUNCTION IF EXISTS extensions.fold(text)"),
    ]
