"""Photos of people: drawn anew, seen by colleagues, gone when removed."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from freehold.files import services as files
from freehold.files.models import File
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api.callers import API, Caller, problem
from tests.ground import pictures


def put(caller: Caller, content: bytes, name: str = "me.png") -> Any:
    sent = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile(name, content)})
    headers = {"host": caller.host, **caller.headers}
    return caller.client.put(
        f"{API}/me/photo/", sent, content_type=MULTIPART_CONTENT, headers=headers
    )


def shown(caller: Caller) -> dict[str, str]:
    results = caller.get("/users/photos/").json()["results"]
    return {one["user"]: one["address"] for one in results}


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_the_middle_of_it_is_drawn_anew_for_colleagues(
    member: Caller, admin: Caller, mia: User, format: str
) -> None:
    told = put(member, pictures.png(900, 400, format=format))
    assert told.status_code == 200, told.content
    assert shown(admin) == {str(mia.id): told.json()["address"]}
    seen = admin.get(told.json()["address"])
    assert (seen.status_code, seen["Content-Type"]) == (200, "image/webp")
    assert seen["Cache-Control"].startswith("private")
    assert "immutable" in seen["Cache-Control"]
    assert seen["Content-Security-Policy"].startswith("default-src 'none'")
    assert Image.open(BytesIO(seen.content)).size == (256, 256)


def test_another_one_has_another_address_and_the_former_is_deleted(
    acme: Tenant, member: Caller, mia: User
) -> None:
    first = put(member, pictures.png()).json()["address"]
    with in_tenant(acme):
        stored = File.objects.get(record_id=mia.id).stored_as
    second = put(member, pictures.png(20, 20)).json()["address"]
    assert first != second
    assert "no-cache" in member.get(first)["Cache-Control"]
    with in_tenant(acme):
        files.sweep()
        assert File.objects.filter(record_id=mia.id).count() == 1
        assert not default_storage.exists(stored)


def test_removed_it_is_initials_again(member: Caller, admin: Caller) -> None:
    place = put(member, pictures.png()).json()["address"]
    assert member.delete("/me/photo/").json()["address"] is None
    assert shown(admin) == {}
    problem(admin.get(place), 404)
    assert member.delete("/me/photo/").status_code == 200
    entries = admin.get("/audit/?object=users").json()["results"]
    assert [one["action"] for one in entries[:2]] == ["identity.user.updated"] * 2
    assert "photo" in str(entries[0]["changes"]).lower()


def test_who_manages_users_takes_it_away(
    member: Caller, admin: Caller, reader: Caller, stranger: Caller, mia: User, acme_admin: User
) -> None:
    place = put(member, pictures.png()).json()["address"]
    address = f"/users/{mia.id}/photo/"
    problem(member.delete(address), 403)
    problem(reader.delete(address), 403)
    problem(stranger.delete(address), 404)
    assert shown(admin) != {}
    assert admin.delete(address).status_code == 204
    assert shown(admin) == {}
    problem(admin.get(place), 404)
    problem(admin.delete(address), 404)
    (entry, *_) = admin.get("/audit/?object=users").json()["results"]
    assert (entry["actor"]["id"], entry["record_id"]) == (str(acme_admin.id), str(mia.id))
    assert "photo" in str(entry["changes"]).lower()
    assert put(member, pictures.png()).status_code == 200


def test_another_tenant_sees_none_of_it(
    member: Caller, stranger: Caller, anonymous: Caller
) -> None:
    place = put(member, pictures.png()).json()["address"]
    assert shown(stranger) == {}
    problem(stranger.get(place), 404)
    problem(anonymous.get(place), 401)


def test_it_is_no_file_of_a_record(acme: Tenant, member: Caller, mia: User) -> None:
    put(member, pictures.png())
    with in_tenant(acme):
        file = File.objects.get(record_id=mia.id)
    problem(member.get(f"/files/{file.id}/content/"), 404)
    problem(member.delete(f"/files/{file.id}/"), 404)


def test_what_the_picture_carried_beside_itself_is_gone(member: Caller) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Taken at home"
    place = put(member, pictures.png(format="JPEG", exif=exif)).json()["address"]
    picture = member.get(place).content
    assert b"Taken at home" not in picture
    assert b"EXIF" not in picture


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 64,
        pictures.png(400, 400)[:200],
    ],
)
def test_anything_else_is_no_photo(member: Caller, content: bytes) -> None:
    problem(put(member, content), 422)
    assert shown(member) == {}


def test_too_large_a_one_is_refused(member: Caller) -> None:
    problem(put(member, b"\x89PNG" + b"0" * (7 * 1024 * 1024)), 413)
    problem(put(member, b"\x89PNG" + b"0" * (5 * 1024 * 1024 + 1)), 413)
