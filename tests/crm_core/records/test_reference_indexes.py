"""What refers to a record is found by an index, whether it lies in the Trash or not."""

import pytest
from django.db import connection

from crm_core.records import catalogue

pytestmark = pytest.mark.usefixtures("ada")

#: Foreign keys to a table whose first column no index of all its values begins with.
UNINDEXED = """
SELECT held.conrelid::regclass::text || '.' || referring.attname
FROM pg_constraint held
JOIN pg_attribute referring ON attrelid = conrelid AND attnum = conkey[1]
WHERE contype = 'f' AND confrelid = %s::regclass AND NOT EXISTS (
  SELECT FROM pg_index WHERE indrelid = conrelid AND indisvalid AND indkey[0] = conkey[1]
  AND coalesce(pg_get_expr(indpred, indrelid), '') IN ('', format('(%%I IS NOT NULL)', attname))
) ORDER BY 1
"""


def test_what_refers_to_a_record_that_is_deleted_for_ever_is_found_by_an_index() -> None:
    missing = []
    for object_type in catalogue.current().objects.values():
        with connection.cursor() as cursor:
            cursor.execute(UNINDEXED, [object_type.model._meta.db_table])
            missing += [name for (name,) in cursor.fetchall()]
    assert not missing, missing
