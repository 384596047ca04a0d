"""`extensions.fold` leaves all but plain ASCII to a function that is called, not written out.

PostgreSQL writes a function of one SQL expression into each statement that uses it. With all the
letters in it, reading that expression took 0.1 ms of planning at each place, more than it takes to
run what most people ask for. Results stay the same, so that indexes over it stay valid.
"""

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("tenants.migrations.0009_fold_by_letters")

_LETTERS = f"""CREATE OR REPLACE FUNCTION extensions.fold_letters(text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 20 AS $body$
BEGIN
  RETURN CASE
    WHEN {_BEFORE._within(_BEFORE._LATIN_1)} THEN {_BEFORE._folded(_BEFORE._LATIN_1)}
    WHEN {_BEFORE._within(_BEFORE._EXTENDED_A)} THEN {_BEFORE._folded(_BEFORE._EXTENDED_A)}
    ELSE {_BEFORE._folded(_BEFORE._ALL)}
  END;
END
$body$"""

_IN_TWO = """CASE
  WHEN octet_length($1) = length($1) THEN lower($1)
  ELSE extensions.fold_letters($1)
END"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0009_fold_by_letters")]

    operations = [
        migrations.RunSQL(_LETTERS, "DROP FUNCTION extensions.fold_letters(text)"),
        migrations.RunSQL(_BEFORE._defined(_IN_TWO), _BEFORE._defined(_BEFORE._BY_LETTERS)),
    ]
