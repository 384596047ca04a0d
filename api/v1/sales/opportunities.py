"""The board of opportunities, moving a card, and how it came to where it is."""

from typing import ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.etag import etag, expected_version
from api.openapi import operations as said
from api.openapi import shapes
from api.openapi.operations import Answer, query, reading, writing
from api.paging import limit, list_params, single
from api.v1.records.views import optional_uuid
from api.v1.sales import schemas
from crm_core.sales.selectors.board import BoardParams, board
from crm_core.sales.selectors.history import stage_history
from crm_core.sales.services.pipeline import move_opportunity

_TAG = "Opportunities"
_MOVED = shapes.record(
    "MovedOpportunity",
    {
        "id": shapes.uuid(),
        "version": shapes.integer(),
        "stage": shapes.nullable(shapes.REFERENCE),
        "undo": shapes.nullable(shapes.text("Takes the move back.")),
    },
    required=["id", "undo"],
    description="The whole opportunity, and `undo` beside its fields.",
)


class Board(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "getOpportunityBoard",
            "The pipeline as a board: stages with counts, sums and their first cards",
            _TAG,
            schemas.BOARD,
            parameters=(
                query("pipeline", shapes.uuid(), "The default pipeline when left out."),
                query("stage", shapes.uuid(), "With `cursor`: more cards of this stage."),
                said.CURSOR,
                query(
                    "limit",
                    shapes.integer(minimum=1, maximum=200) | {"default": 50},
                    "Cards of each stage.",
                ),
                said.FILTER,
                said.SEARCH,
            ),
        )
    }

    def get(self, request: Request) -> Response:
        given = single(request.query_params)
        listed = list_params(request.query_params)
        short = {
            name: value for name, value in listed.short.items() if name not in ("pipeline", "stage")
        }
        params = BoardParams(
            pipeline=optional_uuid(given, "pipeline"),
            stage=optional_uuid(given, "stage"),
            cursor=listed.cursor,
            limit=limit(given),
            filter=listed.filter,
            short=short,
            search=listed.search,
        )
        return Response(board(actor=self.actor, params=params))


class Move(Endpoint):
    operations: ClassVar = {
        "post": writing(
            "moveOpportunity",
            "Move a card to another stage or place",
            _TAG,
            Answer(_MOVED, description="The opportunity.", headers=("ETag", "Undo-Token")),
            body=schemas.MOVE,
            parameters=(said.IF_MATCH,),
            refusals=(412,),
        )
    }

    def post(self, request: Request, record_id: UUID) -> Response:
        wanted = self.body()
        version = wanted.get("version")
        saved = move_opportunity(
            record_id,
            stage=UUID(wanted["stage"]),
            before=optional_uuid(wanted, "before"),
            after=optional_uuid(wanted, "after"),
            actor=self.actor,
            if_version=expected_version(request) if version is None else version,
            left=optional_uuid(wanted, "from"),
            lost_reason=wanted.get("lost_reason") or "",
            values=wanted.get("values") or {},
        )
        headers = etag(saved.record)
        if saved.undo:
            headers["Undo-Token"] = str(saved.undo)
        return Response({**saved.record, "undo": saved.undo}, headers=headers)


class StageHistory(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "listOpportunityStageHistory",
            "Who moved it, when, and how long it stayed",
            _TAG,
            schemas.STAGE_HISTORY,
        )
    }

    def get(self, request: Request, record_id: UUID) -> Response:
        return Response({"results": stage_history(record_id, actor=self.actor)})
