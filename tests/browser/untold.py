"""Pages that nobody tells anything."""

from playwright.sync_api import Page

_NOTHING = {"changes": {}, "workspace": "active"}


def untold(page: Page) -> Page:
    """The same page, which learns what others do from nothing but its own requests.

    Its questions are answered: one that is held back outlives its page, and those that follow in
    the same browser wait for it.
    """
    page.route("**/api/v1/live/", lambda route: route.fulfill(status=204))
    page.route("**/api/v1/changes/", lambda route: route.fulfill(json=_NOTHING))
    return page
