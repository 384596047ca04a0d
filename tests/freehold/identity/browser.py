"""A browser at a tenant's host, for the tests of sign-in."""

from typing import Any

from django.test import Client

from tests.ground.people import PASSWORD, email_of

AUTH = "/_allauth/browser/v1"


class Browser(Client):
    """Speaks JSON to one host and sends the CSRF token as the web app does."""

    def __init__(self, slug: str) -> None:
        host = "localhost" if slug == "operators" else f"{slug}.localhost"
        super().__init__(enforce_csrf_checks=True, headers={"host": host})

    def send(self, method: str, address: str, body: Any = None) -> Any:
        """The test client's response: an HttpResponse that also knows `json()`."""
        token = self.cookies["csrftoken"].value if "csrftoken" in self.cookies else ""
        sent = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(self, method)(address, **sent, headers={"X-CSRFToken": token})

    def open(self) -> "Browser":
        """The first answer brings the CSRF cookie."""
        self.get(f"{AUTH}/auth/session")
        return self

    def sign_in(self, email: str, password: str = PASSWORD) -> Any:
        body = {"email": email, "password": password}
        return self.open().send("post", f"{AUTH}/auth/login", body)

    def is_signed_in(self) -> bool:
        return bool(self.get(f"{AUTH}/auth/session").status_code == 200)


def signed_in(slug: str) -> Browser:
    """The tenant's administrator at their browser."""
    browser = Browser(slug)
    assert browser.sign_in(email_of(slug)).status_code == 200
    return browser
