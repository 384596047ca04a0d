"""What browsers get: the web app's page, its worker, the reference; and the policy on them."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from freehold.identity.models import User
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem


@pytest.fixture
def bundle(tmp_path: Path, settings: LazySettings) -> Iterator[Path]:
    """A built bundle with one script, one style sheet and a worker."""
    from django_vite.core.asset_loader import DjangoViteAssetLoader

    manifest = {
        "src/main.tsx": {
            "file": "assets/main-AbCdEf12.js",
            "src": "src/main.tsx",
            "isEntry": True,
            "css": ["assets/main-AbCdEf12.css"],
        },
        "src/shared/i18n/de/messages.po?part=first": {"file": "assets/messages-De.js"},
    }
    place = tmp_path / ".vite" / "manifest.json"
    place.parent.mkdir()
    place.write_text(json.dumps(manifest))
    (tmp_path / "sw.js").write_text("self.addEventListener('fetch', () => {})")
    settings.STATICFILES_DIRS = [tmp_path]
    settings.DJANGO_VITE = {"default": {"manifest_path": place, "dev_mode": False}}
    DjangoViteAssetLoader._instance = None
    yield tmp_path
    DjangoViteAssetLoader._instance = None


@pytest.mark.parametrize("path", ["/", "/contacts", "/opportunities/x?view=1", "/sign-in"])
def test_the_page_answers_every_address_of_the_app(
    anonymous: Caller, bundle: Path, path: str
) -> None:
    response = anonymous.client.get(path, headers={"host": anonymous.host})
    text = response.content.decode()
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-cache"
    assert "/static/assets/main-AbCdEf12.js" in text
    assert "/static/assets/main-AbCdEf12.css" in text
    assert response.cookies["csrftoken"].value


def test_with_the_page_comes_what_its_first_screen_waits_for(
    acme: Tenant, acme_admin: User, anonymous: Caller, bundle: Path
) -> None:
    known = callers.signed_in(acme, acme_admin.email)
    mine = known.client.get("/", headers={"host": known.host, "Accept-Language": "de"})
    nobodys = anonymous.client.get("/sign-in", headers={"host": anonymous.host})
    asked = [f'<link rel="preload" as="fetch" href="/api/v1/{name}/" crossorigin>'
             for name in ("me", "objects")]  # fmt: skip
    texts = 'rel="modulepreload" href="/static/assets/messages-De.js"'
    assert all(one in mine.content.decode() for one in (*asked, texts))
    assert not any(one in nobodys.content.decode() for one in (*asked, texts))
    assert [known.get(f"/{name}/").status_code for name in ("me", "objects")] == [200, 200]


def test_only_what_carries_the_answers_nonce_may_run(anonymous: Caller, bundle: Path) -> None:
    first, second = (anonymous.client.get("/", headers={"host": anonymous.host}) for _ in range(2))
    policy = first.headers["Content-Security-Policy"]
    nonce = re.search(r"script-src 'self' 'nonce-([^']+)'", policy)
    assert nonce
    assert f"style-src 'self' 'nonce-{nonce[1]}'" in policy
    for rule in (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "connect-src 'self'",
        "img-src 'self' data: blob:",
    ):
        assert rule in policy
    assert "unsafe" not in policy
    text = first.content.decode()
    assert f'<meta name="csp-nonce" nonce="{nonce[1]}"' in text
    assert all(f'nonce="{nonce[1]}"' in tag for tag in re.findall(r"<script[^>]*>", text))
    assert not re.findall(r"<style|\son\w+=|style=", text)
    assert nonce[1] not in second.headers["Content-Security-Policy"]


def test_without_a_bundle_the_page_says_what_to_do(
    anonymous: Caller, settings: LazySettings, tmp_path: Path
) -> None:
    from django_vite.core.asset_loader import DjangoViteAssetLoader

    settings.DJANGO_VITE = {"default": {"manifest_path": tmp_path / "none.json"}}
    DjangoViteAssetLoader._instance = None
    response = anonymous.client.get("/", headers={"host": anonymous.host})
    DjangoViteAssetLoader._instance = None
    assert response.status_code == 503
    assert "make run" in response.content.decode()


def test_the_worker_is_served_at_the_root(anonymous: Caller, bundle: Path) -> None:
    response = anonymous.client.get("/sw.js", headers={"host": anonymous.host})
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.headers["Service-Worker-Allowed"] == "/"
    assert b"addEventListener" in response.getvalue()


def test_the_app_is_installed_under_the_companys_name(anonymous: Caller, bundle: Path) -> None:
    page = anonymous.client.get("/", headers={"host": anonymous.host})
    assert '<link rel="manifest" href="/app.webmanifest">' in page.content.decode()
    response = anonymous.client.get("/app.webmanifest", headers={"host": anonymous.host})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/manifest+json"
    told = response.json()
    named = re.search(r'<meta name="company" content="([^"]+)"', page.content.decode())
    assert named
    assert told["name"] == told["short_name"] == named[1]
    assert (told["start_url"], told["scope"], told["display"]) == ("/", "/", "standalone")
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    assert "maskable" in {icon["purpose"] for icon in told["icons"]}
    policy = response.headers["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy


@pytest.mark.parametrize("path", ["/api/nope/", "/api/v1/x/y/z/", "/_allauth/nope", "/api"])
def test_an_address_of_the_api_is_never_the_page(anonymous: Caller, path: str) -> None:
    response = anonymous.client.get(path, headers={"host": anonymous.host})
    assert response.status_code == 404
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize("path", ["/static/nope.js", "/media/nope"])
def test_a_missing_file_is_not_the_page(anonymous: Caller, path: str) -> None:
    response = anonymous.client.get(path, headers={"host": anonymous.host})
    assert response.status_code == 404


def test_a_script_of_an_earlier_build_is_missing(
    acme: Tenant, tmp_path: Path, settings: LazySettings
) -> None:
    """A new build under the running process removes what that one had found at its start."""
    settings.STATIC_ROOT = tmp_path
    script = tmp_path / "assets" / "board-AbCdEf12.js"
    script.parent.mkdir()
    script.write_text("export {}")
    client = Client(raise_request_exception=False)

    address = "/static/assets/board-AbCdEf12.js"

    def asked() -> int:
        return client.get(address, headers={"host": "acme.localhost"}).status_code

    assert asked() == 200
    script.unlink()
    assert asked() == 404
    address = address.replace("AbCdEf12", "GhIjKl34")
    assert asked() == 404
    (script.parent / "board-GhIjKl34.js").write_text("export {}")
    assert asked() == 200


def test_the_page_is_that_of_a_build_made_under_the_running_process(
    anonymous: Caller, bundle: Path
) -> None:
    def page() -> str:
        response = anonymous.client.get("/sign-in", headers={"host": anonymous.host})
        text: str = response.content.decode()
        return text

    assert "main-AbCdEf12.js" in page()
    manifest = bundle / ".vite" / "manifest.json"
    manifest.write_text(manifest.read_text().replace("AbCdEf12", "GhIjKl34"))
    os.utime(manifest, ns=(1, 1))
    assert "main-GhIjKl34.js" in page()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_page_takes_nothing(anonymous: Caller, method: str) -> None:
    call = getattr(anonymous.client, method)
    assert call("/contacts", headers={"host": anonymous.host}).status_code == 405


def test_the_reference_is_plain_markup(anonymous: Caller, acme: Tenant) -> None:
    response = anonymous.client.get("/api/docs/", headers={"host": anonymous.host})
    text = response.content.decode()
    assert response.status_code == 200
    assert "/api/v1/contacts/{id}/" in text
    assert 'id="problem-stale"' in text
    assert "<script" not in text
    assert not re.findall(r"<style|\son\w+=|style=|https?://(?!acme)", text)
    assert acme.name not in text


def test_the_reference_shows_the_workspaces_own_fields(
    acme: Tenant, admin: Caller, mia: object
) -> None:
    admin.made("/fields/", {"object": "contacts", "label": "Shoe size", "type": "integer"})
    browser = callers.signed_in(acme, "mia@acme.test")
    text = browser.client.get("/api/docs/", headers={"host": browser.host}).content.decode()
    assert "Shoe size" in text
    assert acme.name in text


def test_a_request_keeps_its_id(anonymous: Caller) -> None:
    told = anonymous.get("/me/", X_Request_Id="from-the-proxy-1")
    assert told.headers["X-Request-Id"] == "from-the-proxy-1"
    assert problem(told, 401)["request_id"] == "from-the-proxy-1"
    made = anonymous.get("/me/", X_Request_Id="<script>")
    assert made.headers["X-Request-Id"] != "<script>"
    assert problem(made, 401)


def test_a_defect_tells_nothing_of_its_inside(
    admin: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    from api.v1.workspace import views

    def fail(*args: object) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr(views, "me", fail)
    admin.client.raise_request_exception = False
    told = problem(admin.get("/me/"), 500)
    assert "secret" not in str(told)
    assert told["request_id"] in told["detail"]
