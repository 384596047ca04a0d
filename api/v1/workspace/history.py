"""What was done lately, and taking it back."""

from typing import ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import operations as said
from api.openapi import shapes
from api.openapi.operations import Answer, Operation, query, reading, writing
from api.paging import flag, limit, single
from api.v1.records.schemas import SOMEBODY
from api.v1.records.views import optional_uuid
from api.v1.workspace import schemas
from crm_core.records import services
from crm_core.records.selectors.history import history, history_entry

_TAG = "History"
_CONFLICT = shapes.record(
    "UndoConflict",
    {
        "id": shapes.uuid(),
        "object": shapes.text(),
        "object_label": shapes.text(),
        "name": shapes.nullable(shapes.text()),
        "reason": shapes.choice("changed", "deleted", "restored", "merged", "gone", "added"),
        "fields": shapes.array(shapes.text(), "The labels of what holds something newer."),
        "changed_at": shapes.nullable(shapes.moment()),
        "changed_by": shapes.nullable(SOMEBODY),
    },
    required=[
        "id",
        "object",
        "object_label",
        "name",
        "reason",
        "fields",
        "changed_at",
        "changed_by",
    ],
)
_NAMED = shapes.record(
    "HistoryRecord",
    {"id": shapes.uuid(), "name": shapes.nullable(shapes.text())},
    required=["id", "name"],
)
_ENTRY = {
    "id": shapes.uuid("The token for undoing it, or the id of an import."),
    "kind": shapes.choice("action", "import"),
    "at": shapes.moment(),
    "actor": shapes.nullable(SOMEBODY),
    "mine": shapes.boolean(),
    "action": shapes.text("update, delete, move, restore, convert, bulk_update, …"),
    "object": shapes.text(),
    "object_label": shapes.text(),
    "count": shapes.integer("How many records."),
    "record": shapes.nullable(_NAMED),
    "fields": shapes.array(shapes.text(), "The labels of what was changed."),
    "undone_at": shapes.nullable(shapes.moment()),
    "skipped": shapes.integer("Records that an undo left as they were."),
    "expires_at": shapes.moment("Until then it can be undone."),
    "can_undo": shapes.nullable(
        shapes.boolean("null: so many records that it is only looked into one by one.")
    ),
    "conflict_count": shapes.nullable(
        shapes.integer("Records with newer changes; null: not looked into.")
    ),
}
_HISTORY = shapes.listing("History", shapes.answer("HistoryEntry", _ENTRY), paged=True)
_DETAIL = shapes.answer(
    "HistoryDetail",
    {
        **_ENTRY,
        "records": shapes.array(_NAMED, "The first fifty."),
        "conflicts": shapes.array(_CONFLICT, "The first fifty."),
    },
)


class History(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading(
            "listHistory",
            "What you did in the last thirty days, and whether you can take it back",
            _TAG,
            _HISTORY,
            parameters=(
                said.CURSOR,
                said.LIMIT,
                query("everyone", shapes.boolean(), "Everybody's; needs the right `audit`."),
                query("user", shapes.uuid(), "This user's; needs the right `audit`."),
                query("object", shapes.text(), "Only of this object."),
            ),
        )
    }

    def get(self, request: Request) -> Response:
        given = single(request.query_params)
        found = history(
            actor=self.actor,
            cursor=given.get("cursor") or None,
            limit=limit(given),
            user_id=optional_uuid(given, "user"),
            everyone=flag(given, "everyone"),
            object_name=given.get("object", ""),
        )
        return Response(found)


class HistoryDetail(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading(
            "getHistoryEntry",
            "One action with its records and what stands in the way of undoing it",
            _TAG,
            _DETAIL,
        )
    }

    def get(self, request: Request, step_id: UUID) -> Response:
        return Response(history_entry(step_id, actor=self.actor))


class Undo(Endpoint):
    operations: ClassVar = {
        "post": writing(
            "undo",
            "Take back one action of your own",
            _TAG,
            Answer(schemas.UNDONE, description="The records are as before."),
            body=shapes.body(
                "Undo",
                {
                    "skip_conflicts": shapes.boolean(
                        "Leave the records as they are that somebody changed since."
                    )
                },
                example={"skip_conflicts": True},
            ),
            body_required=False,
            path_texts={"token": "From `undo` or the header `Undo-Token` of the action."},
            description="Possible for thirty days, where nothing newer stands in the way. The 409 "
            "names what does, in `conflicts`.",
        )
    }

    def post(self, request: Request, token: UUID) -> Response:
        skip = bool(self.body().get("skip_conflicts", False))
        undone = services.undo(token, actor=self.actor, skip_conflicts=skip)
        return Response(
            {
                "undone": True,
                "object": undone.object,
                "ids": undone.ids,
                "skipped": undone.skipped,
            }
        )
