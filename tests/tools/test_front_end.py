"""The web app's files lie where the installation that is started serves them from."""

from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from tools import front_end


@pytest.fixture
def collected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Each call of `collectstatic`, which is not run here."""
    calls: list[Any] = []

    def run(command: Any, **options: Any) -> CompletedProcess[bytes]:
        calls.append(command)
        return CompletedProcess(command, 0)

    monkeypatch.setattr(front_end, "_COLLECTED", tmp_path / "collected")
    monkeypatch.setattr("tools.front_end.subprocess.run", run)
    return calls


def test_data_elsewhere_gets_the_files_though_nothing_was_built_anew(
    collected: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place, runs in (("one", 1), ("one", 1), ("other", 2), ("one", 3)):
        (tmp_path / place / "static").mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv("FREEHOLD_VAR", str(tmp_path / place))
        front_end.collect()
        assert len(collected) == runs
