"""What the endpoints of one object do, said with the object's own names and fields."""

from typing import Any

from api.openapi import operations as said
from api.openapi import shapes
from api.openapi.operations import Answer, Operation, query, reading, writing
from api.openapi.record_shapes import Described, record_shapes
from api.v1.records import access_schemas, schemas

_TAGS = ("ETag", "Undo-Token")


def collection(described: Described) -> dict[str, Operation]:
    kinds = record_shapes(described)
    tag, many = str(described["label_plural"]), kinds.plural
    return {
        "get": reading(f"list{many}", f"List {tag.lower()}", tag, kinds.page, parameters=said.LIST),
        "post": writing(
            f"create{kinds.name}",
            f"Create: {described['label']}",
            tag,
            Answer(kinds.read, 201, "Created.", ("ETag", "Location")),
            body=kinds.create,
            parameters=(said.IDEMPOTENCY,),
        ),
    }


def detail(described: Described) -> dict[str, Operation]:
    kinds = record_shapes(described)
    tag, one = str(described["label_plural"]), str(described["label"])
    return {
        "get": Operation(
            f"get{kinds.name}",
            f"Read: {one}",
            tag,
            (Answer(kinds.read, description="The record.", headers=("ETag", "Allow")),),
            parameters=(said.FIELDS, said.TRASH),
        ),
        "patch": writing(
            f"update{kinds.name}",
            f"Change: {one}",
            tag,
            Answer(kinds.read, description="The record as it is now.", headers=_TAGS),
            body=kinds.change,
            parameters=(said.IF_MATCH,),
            refusals=(412,),
            description="Only the fields sent are changed; null clears one; custom fields merge.",
        ),
        "delete": writing(
            f"delete{kinds.name}",
            f"Put into the Trash: {one}",
            tag,
            Answer(schemas.TRASHED, description="It lies in the Trash."),
            parameters=(said.IF_MATCH,),
            refusals=(412,),
        ),
    }


def restore(described: Described) -> dict[str, Operation]:
    kinds = record_shapes(described)
    back = Answer(kinds.read, description="The record, out of the Trash.", headers=("ETag",))
    summary = f"Take out of the Trash: {described['label']}"
    return {"post": writing(f"restore{kinds.name}", summary, str(described["label_plural"]), back)}


def purge(described: Described) -> dict[str, Operation]:
    gone = Answer(None, 204, "It is gone, and nothing brings it back.")
    summary = f"Delete for ever what lies in the Trash: {described['label']}"
    return {
        "post": writing(
            f"purge{record_shapes(described).name}",
            summary,
            str(described["label_plural"]),
            gone,
            refusals=(409,),
            description="Needs the right `purge`. Its parts and shares go with it; records that "
            "refer to it are left without the reference; the audit trail stays.",
        )
    }


def bulk(described: Described) -> dict[str, Operation]:
    tag = str(described["label_plural"])
    return {
        "post": writing(
            f"bulk{record_shapes(described).plural}",
            f"Change many {tag.lower()} at once",
            tag,
            Answer(
                {"anyOf": [schemas.BULK_DONE, schemas.BULK_PREVIEW]},
                description="All done, or nothing; with `dry_run`, what would happen.",
            ),
            Answer(schemas.BULK_DONE, 202, "A job does it, a thousand at a time."),
            body=schemas.BULK,
            description="Named records must all be yours to change, or nothing happens (403); a "
            "filter reaches those that are. Up to 1,000 records change together or not at all. "
            "More are a job's work: it leaves out and reports what the values do not fit. The "
            "`undo` token takes all of it back.",
        )
    }


def groups(described: Described) -> dict[str, Operation]:
    tag = str(described["label_plural"])
    return {
        "get": reading(
            f"group{record_shapes(described).plural}",
            f"{tag} in groups, with counts and sums",
            tag,
            schemas.GROUPS,
            parameters=(
                query(
                    "group_by",
                    shapes.text(),
                    "A field: `stage`, `account.industry`, `created_at:month` "
                    "(`day week month quarter year`).",
                    required=True,
                ),
                query("sums", shapes.text(), "Fields to add up; all amounts when left out."),
                query(
                    "order",
                    shapes.choice("value", "-value", "-count") | {"default": "value"},
                    "How the groups stand; rows without a value come last.",
                ),
                said.FILTER,
                said.SEARCH,
                said.TRASH,
                query(
                    "limit",
                    shapes.integer(minimum=1, maximum=500) | {"default": 100},
                    "Groups; `remainder` tells of the others.",
                ),
            ),
        )
    }


def export(described: Described) -> dict[str, Operation]:
    tag = str(described["label_plural"])
    file = {"type": "string", "description": "The file."}
    return {
        "get": Operation(
            f"export{record_shapes(described).plural}",
            f"{tag} as a file: the list's filter, order, search and fields",
            tag,
            (Answer(file, description="The whole list.", media_type="text/csv"),),
            description="Needs the right `export`. Every export stands in the audit trail. A text "
            "that a spreadsheet would take for a formula begins with an apostrophe in CSV and "
            "XLSX; the import takes it off again.",
            parameters=(
                query("format", shapes.choice("csv", "xlsx", "json") | {"default": "csv"}),
                query(
                    "spreadsheet",
                    shapes.choice(",.", ";,", ";."),
                    "CSV for a spreadsheet that opens it by a double click: separator and decimal "
                    "mark of its country, after a byte order mark; a text of digits such as 01067 "
                    'is written as ="01067", a time as 2026-03-31 09:30:00 by your own clock, as '
                    "in XLSX. Without it: commas, points, times in UTC.",
                ),
                said.FILTER,
                said.SORT,
                said.FIELDS,
                said.SEARCH,
                said.TRASH,
            ),
        )
    }


def _feed(id_: str, summary: str, described: Described, schema: Any) -> dict[str, Operation]:
    tag = str(described["label_plural"])
    parameters = [said.CURSOR, said.LIMIT]
    if schema is schemas.TIMELINE:
        parameters.append(
            query(
                "kinds",
                shapes.text(),
                "Only these kinds: `activity` or one sort of it (`call email meeting note task`), "
                "`stage change file created deleted restored`.",
            )
        )
    return {"get": reading(id_, summary, tag, schema, parameters=parameters)}


def timeline(described: Described) -> dict[str, Operation]:
    id_ = f"list{record_shapes(described).name}Timeline"
    summary = f"Everything that happened, newest first: {described['label']}"
    return _feed(id_, summary, described, schemas.TIMELINE)


def audit(described: Described) -> dict[str, Operation]:
    id_ = f"list{record_shapes(described).name}Audit"
    return _feed(id_, f"Who changed what: {described['label']}", described, schemas.AUDIT)


def access(described: Described) -> dict[str, Operation]:
    user = query("user", shapes.uuid(), "About whom; oneself when left out.")
    return {
        "get": reading(
            f"explain{record_shapes(described).name}Access",
            f"Why a user may or may not see and change it: {described['label']}",
            str(described["label_plural"]),
            access_schemas.ACCESS,
            parameters=(user,),
        )
    }


def viewers(described: Described) -> dict[str, Operation]:
    return {
        "get": reading(
            f"list{record_shapes(described).name}Viewers",
            f"Who sees it, and why: {described['label']}",
            str(described["label_plural"]),
            access_schemas.VIEWERS,
            parameters=(said.CURSOR,),
            description="For the record's owner and those with the right `settings`. A page looks "
            "at 200 users and lists those of them who see the record.",
        )
    }


def shares(described: Described) -> dict[str, Operation]:
    name, tag = record_shapes(described).name, str(described["label_plural"])
    holder = (
        query("user", shapes.uuid(), "Either the user …"),
        query("team", shapes.uuid(), "… or the team it is shared with."),
    )
    return {
        "get": reading(f"list{name}Shares", "With whom it is shared", tag, access_schemas.SHARES),
        "post": writing(
            f"share{name}",
            "Share it with a user or a team",
            tag,
            Answer(access_schemas.SHARES, 201, "All its shares."),
            body=access_schemas.NEW_SHARE,
        ),
        "delete": writing(
            f"unshare{name}",
            "End a share",
            tag,
            Answer(access_schemas.SHARES, description="The shares that are left."),
            parameters=holder,
        ),
    }


def alike(described: Described) -> dict[str, Operation]:
    tag = str(described["label_plural"])
    values = query(
        "values",
        shapes.text(),
        'What the new record would hold, as JSON: `{"email": "ada@example.com"}`. The object\'s '
        "`alike` says which fields are compared; all others are left out of account.",
    )
    return {
        "get": reading(
            f"list{record_shapes(described).plural}Alike",
            f"{tag} that are probably the same as a new one",
            tag,
            schemas.ALIKE,
            parameters=(values,),
        )
    }


def merge(described: Described) -> dict[str, Operation]:
    tag = str(described["label_plural"])
    return {
        "post": writing(
            f"merge{record_shapes(described).plural}",
            f"Make one of several {tag.lower()}",
            tag,
            Answer(
                {"anyOf": [schemas.MERGED, schemas.MERGE_PREVIEW]},
                description="Merged; with `dry_run`, what would move.",
            ),
            body=schemas.MERGE,
            description="What refers to the others refers to the survivor then, with their files, "
            "followers and shares. The others lie in the Trash, and reading one answers 404 with "
            "`merged_into`. Needs `update` of the survivor and `delete` of the others. The `undo` "
            "token brings everything back.",
        )
    }


def duplicates(described: Described) -> dict[str, Operation]:
    tag, plural = str(described["label_plural"]), record_shapes(described).plural
    return {
        "get": reading(
            f"listDuplicate{plural}",
            f"{tag} that are probably the same, in groups",
            tag,
            schemas.DUPLICATES,
            parameters=(said.CURSOR, said.LIMIT),
            description="Compared by the object's `alike`; then come two by two those with nearly "
            "the same name, the nearest first. A page may be empty and still have a `next`.",
        ),
        "post": writing(
            f"tell{plural}Apart",
            f"Say that {tag.lower()} which look alike are different ones",
            tag,
            Answer(None, 204, "They are not told as duplicates of each other any more."),
            body=schemas.APART,
        ),
    }


def presence(described: Described) -> dict[str, Operation]:
    name, tag = record_shapes(described).name, str(described["label_plural"])
    tab = query("tab", shapes.text(max_length=40), "The tab that was given when it was opened.")
    return {
        "put": writing(
            f"look{name}",
            "Say that you have it open; answers who else has",
            tag,
            Answer(schemas.LOOKING, description="The others."),
            body=schemas.LOOK,
            description="Holds for 45 seconds: repeat it every 20.",
        ),
        "delete": writing(
            f"leave{name}",
            "Say that you have it open no longer",
            tag,
            Answer(None, 204, "Done."),
            parameters=(tab,),
        ),
    }


def files(described: Described) -> dict[str, Operation]:
    name, tag = record_shapes(described).name, str(described["label_plural"])
    return {
        "get": reading(
            f"list{name}Files",
            f"Its files, newest first: {described['label']}",
            tag,
            schemas.FILES,
            parameters=(said.CURSOR, said.LIMIT),
        ),
        "post": writing(
            f"add{name}File",
            f"Add a file: {described['label']}",
            tag,
            Answer(schemas.FILE, 201, "Added.", ("Location",)),
            body=schemas.FILE_FORM,
            body_media_type="multipart/form-data",
            parameters=(said.IDEMPOTENCY,),
        ),
    }


def interest(described: Described) -> dict[str, Operation]:
    name, tag = record_shapes(described).name, str(described["label_plural"])
    return {
        "get": reading(
            f"get{name}Interest",
            f"Whether you follow it, who else does: {described['label']}",
            tag,
            schemas.INTEREST,
        ),
        "patch": writing(
            f"change{name}Interest",
            f"Follow it, make it a favourite: {described['label']}",
            tag,
            Answer(schemas.INTEREST, description="As it is now."),
            body=schemas.INTEREST_CHANGE,
        ),
    }


def people(described: Described) -> dict[str, Operation]:
    return {
        "get": reading(
            f"find{record_shapes(described).name}People",
            f"People to mention, and whether they see it: {described['label']}",
            str(described["label_plural"]),
            schemas.PEOPLE,
            parameters=(query("q", shapes.text(max_length=100), "Of the name or e-mail."),),
            description="A text of an activity names somebody by `@[Name](user:<id>)`.",
        )
    }
