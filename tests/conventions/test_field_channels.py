"""Of every operation it is said how it treats a field that its caller may not know of.

`CHANNELS` names each operation by which fields of records come out or go in. An operation that is
neither there nor among `WITHOUT_FIELDS` fails: say how it treats a hidden field, and test it in
`test_field_matrix.py`.
"""

from crm_core.records.catalogue.building import builtin
from tests.api.callers import Caller

METHODS = {"get", "post", "put", "patch", "delete"}
#: Operations whose fields test_field_matrix.py asks about, by the end of their address.
CHANNELS = {
    ("GET", ""), ("POST", ""), ("POST", "bulk/"),
    ("GET", "{id}/"), ("PATCH", "{id}/"),
    ("GET", "{id}/timeline/"), ("GET", "{id}/audit/"),
    ("GET", "groups/"), ("GET", "board/"), ("GET", "export/"),
}  # fmt: skip
#: Those of single addresses.
SINGLE_CHANNELS = {
    ("GET", "search/"), ("GET", "audit/"), ("GET", "opportunities/board/"),
    ("GET", "objects/"), ("GET", "objects/{object}/"), ("GET", "dashboard/"),
    ("POST", "views/"), ("PUT", "views/columns/"),
}  # fmt: skip
#: Operation → why no field of a record passes through it, or where else that is tested.
WITHOUT_FIELDS: dict[tuple[str, str], str] = {
    ("DELETE", "{id}/"): "answers the id and the undo token",
    ("GET", "alike/"): "what may be compared, and by whom: tests/api/test_alike.py",
    ("POST", "merge/"): "hidden fields are neither chosen nor lost: tests/api/test_merging.py",
    ("GET", "duplicates/"): "what is compared and shown, and to whom: tests/api/test_duplicates.py",
    ("POST", "duplicates/"): "ids, and no answer",
    ("POST", "{id}/restore/"): "answers the record as getRecord does",
    ("POST", "{id}/purge/"): "answers nothing",
    ("GET", "{id}/access/"): "the owner: tests/api/test_sharing.py",
    ("GET", "{id}/viewers/"): "the owner: tests/api/test_sharing.py",
    ("GET", "{id}/files/"): "files, which have no fields: tests/api/test_files.py",
    ("POST", "{id}/files/"): "files, which have no fields",
    ("GET", "{id}/interest/"): "people",
    ("PATCH", "{id}/interest/"): "people",
    ("GET", "{id}/people/"): "people: tests/api/test_interests.py",
    ("GET", "favourites/"): "titles: tests/api/test_interests.py",
    ("PUT", "favourites/"): "answers as it is read",
    ("GET", "{id}/shares/"): "people and levels",
    ("POST", "{id}/shares/"): "people and levels",
    ("DELETE", "{id}/shares/"): "people and levels",
    ("PUT", "{id}/presence/"): "people",
    ("DELETE", "{id}/presence/"): "answers nothing",
    ("GET", "changes/"): "names of objects: tests/freehold/live",
    ("GET", "live/"): "names of objects: tests/freehold/live",
    ("POST", "leads/{id}/convert/"): "tests/api/test_conversion.py",
    ("POST", "opportunities/{id}/move/"): "the stage: tests/crm_core/sales/test_stages.py",
    ("GET", "opportunities/{id}/stage-history/"): "the stage: tests/crm_core/sales/test_stages.py",
    ("GET", "activities/occurrences/"): "as the list: tests/api/test_occurrences.py",
    ("PUT", "dashboard/layout/"): "keys of tiles, and no answer",
    ("POST", "undo/{token}/"): "answers ids; what its refusal names: tests/api/test_history.py",
    ("GET", "history/"): "labels and titles: tests/api/test_history.py",
    ("GET", "history/{id}/"): "labels and titles: tests/api/test_history.py",
    ("GET", "audit/export.csv"): "tests/api/test_audit.py",
    ("GET", "audit/state/"): "counts",
    ("POST", "audit/verify/"): "counts",
    ("GET", "notifications/"): "titles and labels of fields: tests/api/test_notifications.py",
    ("GET", "notifications/unread/"): "a count: tests/api/test_notifications.py",
    ("POST", "notifications/read/"): "a count: tests/api/test_notifications.py",
    ("GET", "views/"): "tests/api/test_views.py",
    ("GET", "views/{id}/"): "tests/api/test_views.py",
    ("PATCH", "views/{id}/"): "reads and checks as creating does: tests/api/test_views.py",
    ("DELETE", "views/{id}/"): "answers nothing",
    ("POST", "views/{id}/restore/"): "answers the view as it is read",
    ("GET", "imports/"): "counts, and names of files",
    ("POST", "imports/"): "tests/crm_core/transfer/test_import_rights.py",
    ("POST", "imports/preview/"): "tests/crm_core/transfer/test_import_rights.py",
}
#: Settings and the like, which hold no records; an import's reports are its own user's file.
NO_RECORDS = (
    "announcements/", "openapi.json", "me/", "users/", "teams/", "roles/", "pipelines/", "stages/",
    "fields/",
    "company/", "exchange-rates/", "custom-objects/", "sensitive-fields/", "layouts/",
    "webhooks/",
    "api-keys/", "jobs/", "imports/{id}/", "files/", "guide/", "billing/", "support/", "domains/",
    "sign-up/",
)  # fmt: skip


def test_every_operation_is_among_the_channels(admin: Caller) -> None:
    document = admin.get("/openapi.json").json()
    unknown = []
    for path, operations in document["paths"].items():
        address = path.removeprefix("/api/v1/")
        name, _, rest = address.partition("/")
        for method in (one.upper() for one in operations if one in METHODS):
            of_record = name in builtin() and (method, rest) in {*CHANNELS, *WITHOUT_FIELDS}
            of_one = (method, address) in {*SINGLE_CHANNELS, *WITHOUT_FIELDS}
            if not (of_record or of_one or address == "" or address.startswith(NO_RECORDS)):
                unknown.append(f"{method} {address}")
    assert not unknown, f"Say in {__name__} how these treat a hidden field: {unknown}"
