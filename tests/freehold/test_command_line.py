"""`manage.py` as somebody types it."""

import subprocess
import sys

import pytest
from django.conf import settings

from tests.ground.workers import process_environment

_LOOKS = "must look like postgresql://user:password@host:5432/name."
_QUERY = (
    "must end with the database's name: what stands behind “?” is not read. Set variables of "
    "libpq instead, such as PGSSLMODE=verify-full."
)


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("DATABASE_URL", "nonsense", _LOOKS),
        ("DATABASE_URL", "postgresql://u:p@host:54x/name", _LOOKS),
        ("DATABASE_URL", "postgresql://u:p@host/name?sslmode=require", _QUERY),
        ("DATABASE_OWNER_URL", "mysql://u:p@host/name", _LOOKS),
        ("FREEHOLD_DB_POOL", "0", "must be at least 1."),
        (
            "FREEHOLD_LOG_LEVEL",
            "loud",
            "must be one of CRITICAL, DEBUG, ERROR, INFO, WARNING.",
        ),
    ],
)
def test_a_wrong_setting_is_one_clear_line(name: str, value: str, complaint: str) -> None:
    said = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={**process_environment(), name: value},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert said.stderr.splitlines() == [f"{name} {complaint}"]
