"""Files of records: whose they are, what of them is ever shown, how they go and come back."""

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from freehold.files import services
from freehold.files.models import File, FileState
from freehold.files.names import clean_name
from freehold.files.uploads import Upload
from freehold.identity.actor import SYSTEM
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000000000200015c0dd3a50000000049454e44ae426082"
)
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture
def account(admin: Caller) -> str:
    return str(admin.made("/accounts/", {"name": "Northwind"})["id"])


def add(caller: Caller, record: str, name: str, content: bytes, kind: str = "text/html") -> Any:
    place = f"/accounts/{record}/files/"
    return caller.upload(place, SimpleUploadedFile(name, content, kind))


def added(caller: Caller, record: str, name: str = "a.txt", content: bytes = b"Hello") -> Any:
    response = add(caller, record, name, content)
    assert response.status_code == 201, response.content
    return response.json()


def read(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_file_is_on_its_record_in_its_timeline_and_in_its_trail(
    admin: Caller, account: str
) -> None:
    file = added(admin, account, "offer.txt")
    assert (file["name"], file["size"], file["media_type"]) == ("offer.txt", 5, "text/plain")
    assert admin.get(f"/accounts/{account}/files/").json()["results"] == [file]
    assert admin.get(f"/files/{file['id']}/").json() == file
    feed = admin.get(f"/accounts/{account}/timeline/?kinds=file").json()["results"]
    assert [(one["kind"], one["file"]["id"]) for one in feed] == [("file", file["id"])]
    trail = admin.get(f"/accounts/{account}/audit/").json()["results"]
    (change,) = next(one for one in trail if one["action"] == "file.added")["changes"]
    assert (change["from"], change["to"]) == (None, "offer.txt")


def test_a_custom_object_s_record_has_files_too(admin: Caller) -> None:
    values = {"name": "projects", "label": "Project", "label_plural": "Projects"}
    admin.made("/custom-objects/", values)
    project = admin.made("/projects/", {"name": "Bridge"})["id"]
    admin.upload(f"/projects/{project}/files/", SimpleUploadedFile("plan.png", PNG))
    (file,) = admin.get(f"/projects/{project}/files/").json()["results"]
    assert (file["object"], file["media_type"], file["preview"]) == ("projects", "image/png", True)


def test_T11_only_who_sees_the_record_reaches_its_file_by_any_address(
    admin: Caller,
    member: Caller,
    nobody: Caller,
    stranger: Caller,
    anonymous: Caller,
    account: str,
) -> None:
    ident = added(admin, account)["id"]
    with in_tenant(Tenant.objects.get(slug="acme")):
        stored = File.objects.get(id=ident).stored_as
    guessed = (f"/media/{stored}", f"/static/{stored}", f"/{stored}", f"/api/v1/files/{stored}/")
    for caller in (member, nobody, stranger, anonymous):
        for place in (f"/files/{ident}/", f"/files/{ident}/content/"):
            for headers in ({}, {"Range": "bytes=0-1"}):
                expected = 401 if caller is anonymous else 404
                assert caller("GET", place, **headers).status_code == expected, place
        for path in guessed:
            answer = caller.client.get(path, headers={"host": caller.host, **caller.headers})
            told = read(answer) if answer.streaming else answer.content
            assert b"Hello" not in told, path
    assert read(admin.get(f"/files/{ident}/content/")) == b"Hello"


def test_a_shared_record_s_files_are_read_and_only_its_writers_change_them(
    admin: Caller, acme: Tenant, account: str
) -> None:
    ident = added(admin, account)["id"]
    grants = {"accounts": {"read": "all"}}
    looking = callers.with_key(acme, callers.person(acme, "Lou", grants=grants))
    assert looking.get(f"/files/{ident}/").status_code == 200
    callers.problem(add(looking, account, "b.txt", b"x"), 403)
    callers.problem(looking.delete(f"/files/{ident}/"), 403)


def test_the_files_of_a_record_in_the_trash_are_out_of_reach(admin: Caller, account: str) -> None:
    ident = added(admin, account)["id"]
    admin.delete(f"/accounts/{account}/")
    for place in (f"/files/{ident}/", f"/files/{ident}/content/", f"/accounts/{account}/files/"):
        assert admin.get(place).status_code == 404
    admin.post(f"/accounts/{account}/restore/")
    assert admin.get(f"/files/{ident}/content/").status_code == 200


UPLOADS = {
    "svg": ("pic.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
    "html": ("page.html", b"<html><script>alert(1)</script>"),
    "polyglot": ("x.gif", b"GIF89a/*\x01\x00*/=1;alert(1)//"),
    "phar": ("shell.pHaR", b"<?php __HALT_COMPILER(); ?>\x00\x01"),
    "double": ("invoice.pdf.exe", b"MZ\x90\x00\x03"),
    "bomb": ("bomb.zip", b"PK\x03\x04" + b"\x00" * 64),
    "lying": ("cat.png", b"<script>alert(1)</script>"),
    "eicar": ("eicar.com", EICAR),
}


@pytest.mark.parametrize("kind", UPLOADS)
def test_I09_what_could_run_is_never_served_as_what_runs(
    kind: str, admin: Caller, account: str
) -> None:
    name, content = UPLOADS[kind]
    file = added(admin, account, name, content)
    for place in (file["address"], file["address"] + "?inline=true"):
        answer = admin.get(place)
        assert read(answer) == content
        assert answer.headers["Content-Type"] in {
            "application/octet-stream",
            "text/plain; charset=utf-8",
            "image/gif",
        }
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith("attachment") or not file["media_type"].startswith(
            "application"
        )
    assert admin.get(file["address"]).headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("gpj.\u202eexe.pdf", "gpj.exe.pdf"),
        ("a\x00b.txt", "ab.txt"),
        ("line\r\nSet-Cookie: x.txt", "lineSet-Cookie: x.txt"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        (" . ", "file"),
        ("\u200b\u2066", "file"),
        ("Ünïcode \U0001f468\u200d\U0001f469.png", "Ünïcode \U0001f468\u200d\U0001f469.png"),
    ],
)
def test_I09_a_name_holds_only_what_is_seen(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_a_name_is_sent_so_that_no_header_breaks(admin: Caller, account: str) -> None:
    file = added(admin, account, 'Grüße "2026"; %.txt')
    sent = admin.get(file["address"]).headers["Content-Disposition"]
    assert sent.isascii()
    assert "filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%222026%22%3B%20%25.txt" in sent


def test_pictures_and_text_are_shown_in_the_page(admin: Caller, account: str) -> None:
    file = added(admin, account, "p.png", PNG)
    shown = admin.get(file["address"] + "?inline=1")
    assert shown.headers["Content-Type"] == "image/png"
    assert shown.headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-1", 206, b"He"),
        ("bytes=3-", 206, b"lo"),
        ("bytes=-2", 206, b"lo"),
        ("bytes=2-99", 206, b"llo"),
        ("bytes=9-", 200, b"Hello"),
        ("bytes=3-1", 200, b"Hello"),
        ("pieces", 200, b"Hello"),
    ],
)
def test_a_part_can_be_asked_for(
    asked: str, status: int, part: bytes, admin: Caller, account: str
) -> None:
    file = added(admin, account)
    answer = admin.get(file["address"], Range=asked)
    assert answer.status_code == status
    assert (read(answer)) == part
    assert answer.headers.get("Content-Range", "/5").endswith("/5")
    assert ("Content-Range" in answer.headers) == (status == 206)


def test_too_large_empty_and_no_room_are_refused_with_what_to_do(
    admin: Caller, account: str, settings: LazySettings
) -> None:
    callers.problem(add(admin, account, "a.txt", b""), 422)
    settings.FILE_MAX_BYTES = 4
    callers.problem(add(admin, account, "a.txt", b"Hello"), 413)
    settings.FILE_MAX_BYTES, settings.FILES_MAX_BYTES = 100, 8
    added(admin, account)
    problem = callers.problem(add(admin, account, "b.txt", b"Hello"), 403)
    assert (problem["code"], problem["limit"]) == ("limit_reached", "storage_bytes")
    assert "Remove some" in problem["detail"]


def test_a_removed_file_comes_back_by_undo_until_the_sweep(
    admin: Caller, acme: Tenant, acme_admin: Any, account: str
) -> None:
    browser = callers.signed_in(acme, acme_admin.email)
    ident = added(browser, account)["id"]
    removed = browser.delete(f"/files/{ident}/").json()
    assert browser.get(f"/files/{ident}/content/").status_code == 404
    assert browser.get("/history/").json()["results"][0]["action"] == "remove-file"
    assert browser.post(f"/undo/{removed['undo']}/").status_code == 200
    assert read(browser.get(f"/files/{ident}/content/")) == b"Hello"
    with in_tenant(acme):
        assert services.sweep() == 0
        file = File.objects.get(id=ident)
        services.put_aside(file)
        File.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        assert services.sweep() == 1
        assert not default_storage.exists(file.stored_as)


def test_an_interrupted_upload_is_seen_by_nobody_and_swept(
    admin: Caller, acme: Tenant, account: str
) -> None:
    with in_tenant(acme):
        upload = Upload("half.txt", 5, io.BytesIO(b"Hello"))
        file = services.begin_file(upload, object="accounts", record_id=UUID(account), actor=SYSTEM)
        services.store_content(file, upload)
        assert file.state == FileState.UPLOADING
    assert admin.get(f"/accounts/{account}/files/").json()["results"] == []
    assert admin.get(f"/files/{file.id}/").status_code == 404
    with in_tenant(acme):
        File.objects.filter(id=file.id).update(expires_at=timezone.now() - timedelta(days=1))
        assert services.sweep() == 1


def test_what_is_deleted_for_ever_leaves_no_file(admin: Caller, acme: Tenant, account: str) -> None:
    ident = added(admin, account)["id"]
    admin.delete(f"/accounts/{account}/")
    assert admin.post(f"/accounts/{account}/purge/").status_code == 204
    with in_tenant(acme):
        assert services.sweep() == 1
        assert not File.objects.filter(id=ident).exists()


def test_a_list_of_files_goes_on_page_by_page(admin: Caller, account: str) -> None:
    names = [added(admin, account, f"{number}.txt")["name"] for number in range(5)]
    found, cursor = [], ""
    while cursor is not None:
        page = admin.get(f"/accounts/{account}/files/?limit=2&cursor={cursor}").json()
        found += [one["name"] for one in page["results"]]
        cursor = page["next"]
    assert found == names[::-1]
