"""Domains of the workspace's own."""

from typing import ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import Answer, Operation, creating, reading, writing
from crm_core.access.services import domains as services

_TAG = "Domains"
_ID = {"claim_id": "The claimed domain."}
_RECORD = shapes.answer("DomainRecord", {"name": shapes.text(), "value": shapes.text()})
DOMAIN = shapes.answer(
    "WorkspaceDomain",
    {
        "id": shapes.nullable(shapes.uuid("None for the address that the workspace was given.")),
        "domain": shapes.text("As name servers know it, in ASCII."),
        "written": shapes.text("As people write it."),
        "works": shapes.boolean("It leads to the workspace."),
        "is_primary": shapes.boolean("Links in mails lead there."),
        "record": shapes.nullable(_RECORD),
        "target": shapes.text("Where a CNAME record of the domain has to point."),
        "checked_at": shapes.nullable(shapes.moment()),
        "problem": shapes.text("What the last look at the record found wrong; else empty."),
    },
)
_CLAIM = shapes.body(
    "DomainClaim",
    {"domain": shapes.text("A host name.", max_length=300, min_length=1)},
    required=["domain"],
    example={"domain": "crm.example.com"},
)


class DomainCollection(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading(
            "listDomains",
            "The hosts that lead to the workspace, or shall",
            _TAG,
            shapes.listing("WorkspaceDomainList", DOMAIN),
        ),
        "post": creating("claimDomain", "Claim a domain of one's own", _TAG, DOMAIN, _CLAIM),
    }

    def get(self, request: Request) -> Response:
        return Response({"results": services.list_domains(actor=self.actor)})

    def post(self, request: Request) -> Response:
        made = services.claim_domain(self.body()["domain"], actor=self.actor)
        return Response(made, status=201)


class DomainDetail(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "delete": writing(
            "removeDomain",
            "Give a domain up: it no longer leads here",
            _TAG,
            Answer(status=204, description="Gone."),
            path_texts=_ID,
        )
    }

    def delete(self, request: Request, claim_id: UUID) -> Response:
        services.remove_domain(claim_id, actor=self.actor)
        return Response(status=204)


class DomainCheck(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "post": writing(
            "checkDomain",
            "Look up the record that proves a domain",
            _TAG,
            Answer(DOMAIN, description="`works` says whether it is proved, `problem` why not."),
            path_texts=_ID,
        )
    }

    def post(self, request: Request, claim_id: UUID) -> Response:
        return Response(services.check_domain(claim_id, actor=self.actor))


class DomainForLinks(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "post": writing(
            "useDomainForLinks",
            "Let links in mails lead to a domain",
            _TAG,
            Answer(DOMAIN),
            path_texts=_ID,
        )
    }

    def post(self, request: Request, claim_id: UUID) -> Response:
        return Response(services.use_for_links(claim_id, actor=self.actor))
