"""`manage.py` as somebody types it."""

import subprocess
import sys

from django.conf import settings

from tests.ground.workers import process_environment


def test_a_wrong_setting_is_one_clear_line() -> None:
    said = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={**process_environment(), "DATABASE_URL": "nonsense"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert said.stderr.splitlines() == [
        "DATABASE_URL must look like postgresql://user:password@host:5432/name."
    ]
