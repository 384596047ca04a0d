"""Two administrators at once: what the one saved is not lost to what the other had open."""

from typing import Any

import pytest

from tests.api.callers import Caller, problem

SECTIONS = [{"label": "Facts", "columns": 1, "fields": ["name"]}]


def opened(admin: Caller, kind: str) -> tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Where it is, how it was opened, and two changes of it."""
    if kind == "roles":
        made = admin.made("/roles/", {"name": "Night"})
        changes: tuple[Any, Any] = ({"rights": ["export"]}, {"name": "Late"})
    elif kind == "layouts":
        made = admin.made("/layouts/", {"object": "accounts", "sections": SECTIONS})
        more = [{**SECTIONS[0], "fields": ["name", "phone"]}]
        changes = ({"sections": more}, {"sections": [{**SECTIONS[0], "label": "All"}]})
    else:
        pipeline = admin.made("/pipelines/", {"name": "Trials", "stages": [{"name": "Talks"}]})
        made = pipeline if kind == "pipelines" else pipeline["stages"][0]
        changes = ({"name": "Tests"}, {"name": "Samples"})
    return f"/{kind}/{made['id']}/", made, *changes


@pytest.mark.parametrize("kind", ["roles", "layouts", "pipelines", "stages"])
def test_the_second_is_told_and_nothing_of_the_first_is_lost(admin: Caller, kind: str) -> None:
    place, seen, first, second = opened(admin, kind)
    seen_by_both = {"If-Match": f'"{seen["version"]}"'}
    assert admin.patch(place, first, **seen_by_both).status_code == 200
    held = admin.get(place).json()
    told = problem(admin.patch(place, second, **seen_by_both), 412)
    assert "open it again" in told["detail"]
    assert admin.get(place).json() == held
    fresh = {"If-Match": f'"{held["version"]}"'}
    assert admin.patch(place, second, **fresh).status_code == 200


def test_a_stage_that_was_moved_is_still_the_one_that_was_opened(admin: Caller) -> None:
    stages = [{"name": "Talks"}, {"name": "Offer"}]
    made = admin.made("/pipelines/", {"name": "Trials", "stages": stages})
    place, seen = f"/stages/{made['stages'][0]['id']}/", made["stages"][0]["version"]
    admin.patch(place, {"position": 1})
    assert admin.patch(place, {"name": "T"}, **{"If-Match": f'"{seen}"'}).status_code == 200
