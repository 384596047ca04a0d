"""Where an installation keeps its things, and what stands in the way."""

import os
import stat
from pathlib import Path

import pytest

from freehold.embedded.folders import Folders
from freehold.embedded.lock import only_instance
from freehold.embedded.problems import CannotStart
from freehold.embedded.reset import reset


@pytest.fixture
def folders(place: Path) -> Folders:
    made = Folders(place / "var")
    made.prepare()
    return made


def test_a_disk_without_room_is_one_clear_line(folders: Folders) -> None:
    with pytest.raises(CannotStart, match=r"^Only \d+ MB are free on the disk of .*\.$"):
        folders.prepare(needed_bytes=2**60)


def test_a_folder_that_is_a_file_is_one_clear_line(place: Path) -> None:
    (place / "var").write_text("")

    with pytest.raises(CannotStart, match=r"cannot be written"):
        Folders(place / "var").prepare()


def test_a_secret_is_made_once_and_read_by_its_owner_only(folders: Folders) -> None:
    first = folders.secret("broker.password")

    assert folders.secret("broker.password") == first
    assert len(first) >= 32
    assert stat.S_IMODE(os.stat(folders.var / "broker.password").st_mode) == 0o600


def test_the_addresses_are_read_by_their_owner_only(folders: Folders) -> None:
    folders.write_addresses({"database_url": "postgresql://…", "web_port": 8000})

    assert folders.read_addresses()["web_port"] == 8000
    assert stat.S_IMODE(folders.addresses.stat().st_mode) == 0o600


def test_broken_addresses_are_none(folders: Folders) -> None:
    folders.addresses.write_text("{")

    assert folders.read_addresses() == {}


def test_a_reset_deletes_the_data_that_lies_elsewhere_too(folders: Folders, place: Path) -> None:
    (place / "lib" / "postgres").mkdir(parents=True)
    (folders.var / "postgres").symlink_to(place / "lib" / "postgres")
    folders.secret("postgres.password")

    reset(folders)

    assert list(folders.var.iterdir()) == []
    assert not (place / "lib" / "postgres").exists()


def test_a_reset_is_refused_while_it_runs(folders: Folders) -> None:
    folders.secret("postgres.password")

    with (
        only_instance(folders.run / "up.lock"),
        pytest.raises(CannotStart, match="already runs from this folder"),
    ):
        reset(folders)

    assert (folders.var / "postgres.password").exists()
