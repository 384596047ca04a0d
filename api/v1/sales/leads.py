"""Making a lead into account, contact and opportunity."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.etag import expected_version
from api.openapi import operations as said
from api.openapi.operations import Answer, writing
from api.v1.sales import schemas
from crm_core.sales.services.converting import BY_ITSELF, Wanted, Wishes, convert_lead


class Convert(Endpoint):
    operations: ClassVar = {
        "post": writing(
            "convertLead",
            "Make a lead into an account, a contact and an opportunity",
            "Leads",
            Answer(schemas.CONVERTED, description="The lead, and what it was made into."),
            body=schemas.CONVERT,
            parameters=(said.IF_MATCH,),
            refusals=(412,),
        )
    }

    def post(self, request: Request, record_id: UUID) -> Response:
        given = self.body()
        wishes = Wishes(*(_wanted(given, part) for part in ("account", "contact", "opportunity")))
        done = convert_lead(
            record_id, wishes, actor=self.actor, if_version=expected_version(request)
        )
        return Response(
            {
                "lead": done.lead,
                "account": done.account,
                "contact": done.contact,
                "opportunity": done.opportunity,
                "created": done.created,
                "undo": done.undo,
            },
            headers={"Undo-Token": str(done.undo)} if done.undo else None,
        )


def _wanted(given: Mapping[str, Any], part: str) -> Wanted:
    """An id names what is there; an object is a new one; null is none; silence finds or makes."""
    wish = given.get(part, BY_ITSELF)
    return UUID(wish) if isinstance(wish, str) else wish
