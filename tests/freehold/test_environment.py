"""Settings of an installation that are refused with a sentence, before anything starts."""

import os
import subprocess
import sys

import pytest


def _start(secret: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "FREEHOLD_SECRET_KEY": secret,
        "DATABASE_URL": "postgresql://app@localhost/freehold",
        "REDIS_URL": "redis://localhost:6379/0",
    }
    program = "import django; django.setup()"
    return subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("secret", ["", "short", "0123456789" * 3, "x" * 64])
def test_production_refuses_a_key_that_can_be_guessed(secret: str) -> None:
    ended = _start(secret)
    assert ended.returncode != 0
    assert "FREEHOLD_SECRET_KEY is too easy to guess" in ended.stderr


def test_production_takes_a_random_key() -> None:
    ended = _start("3f9c0b7e51d24a86b3c0d917e6a2f845")
    assert (ended.returncode, ended.stderr) == (0, "")
