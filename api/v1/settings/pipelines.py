"""Pipelines and their stages."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.etag import expected_version
from api.openapi import operations as said
from api.openapi import shapes
from api.openapi.operations import Answer, Operation, creating, query, reading, writing
from api.paging import single
from api.v1.records.views import optional_uuid
from api.v1.sales import schemas
from crm_core.records.policy import Policy, policy_for, require_right
from crm_core.sales.selectors import pipelines as selectors
from crm_core.sales.selectors.pipelines import PipelineFacts, StageFacts
from crm_core.sales.services import pipelines as services
from crm_core.sales.templates import TEMPLATES
from freehold.errors import NotFound
from freehold.identity.actor import Actor

_TAG = "Pipelines"


class PipelineCollection(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "listPipelines",
            "All pipelines with their stages",
            _TAG,
            shapes.listing("PipelineList", schemas.PIPELINE),
        ),
        "post": creating(
            "createPipeline", "Make a pipeline", _TAG, schemas.PIPELINE, schemas.NEW_PIPELINE
        ),
    }

    def get(self, request: Request) -> Response:
        policy = policy_for(self.actor)
        found = [_pipeline(one, policy) for one in selectors.current().pipelines.values()]
        return Response({"results": found, "next": None})

    def post(self, request: Request) -> Response:
        made = services.create_pipeline(self.body(), actor=self.actor)
        place = f"/api/v1/pipelines/{made.id}/"
        return Response(
            _found_pipeline(made.id, self.actor), status=201, headers={"Location": place}
        )


class PipelineTemplates(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "listPipelineTemplates",
            "Ways of selling that a pipeline can begin with",
            _TAG,
            shapes.listing("PipelineTemplateList", schemas.PIPELINE_TEMPLATE),
        )
    }

    def get(self, request: Request) -> Response:
        require_right(self.actor, "settings")
        return Response({"results": [one.described() for one in TEMPLATES.values()], "next": None})


class PipelineDetail(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading("getPipeline", "One pipeline", _TAG, schemas.PIPELINE),
        "patch": writing(
            "updatePipeline",
            "Change a pipeline",
            _TAG,
            Answer(schemas.PIPELINE),
            body=schemas.PIPELINE_CHANGE,
            parameters=(said.IF_MATCH,),
            refusals=(412,),
        ),
        "delete": writing(
            "deletePipeline",
            "Delete a pipeline that nothing is in",
            _TAG,
            Answer(None, 204, "It is gone."),
        ),
    }

    def get(self, request: Request, pipeline_id: UUID) -> Response:
        return Response(_found_pipeline(pipeline_id, self.actor))

    def patch(self, request: Request, pipeline_id: UUID) -> Response:
        services.update_pipeline(
            pipeline_id, self.body(), actor=self.actor, version=expected_version(request)
        )
        return Response(_found_pipeline(pipeline_id, self.actor))

    def delete(self, request: Request, pipeline_id: UUID) -> Response:
        services.delete_pipeline(pipeline_id, actor=self.actor)
        return Response(status=204)


class StageCollection(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "listStages",
            "All stages in the order of their pipelines",
            _TAG,
            shapes.listing("StageList", schemas.STAGE),
            parameters=(query("pipeline", shapes.uuid(), "Only of this pipeline."),),
        ),
        "post": creating("createStage", "Make a stage", _TAG, schemas.STAGE, schemas.NEW_STAGE),
    }

    def get(self, request: Request) -> Response:
        wanted = optional_uuid(single(request.query_params), "pipeline")
        policy = policy_for(self.actor)
        found = [
            _stage(stage, policy)
            for pipeline in selectors.current().pipelines.values()
            for stage in pipeline.stages
            if wanted in (None, pipeline.id)
        ]
        return Response({"results": found, "next": None})

    def post(self, request: Request) -> Response:
        made = services.create_stage(self.body(), actor=self.actor)
        place = f"/api/v1/stages/{made.id}/"
        return Response(_found_stage(made.id, self.actor), status=201, headers={"Location": place})


class StageDetail(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading("getStage", "One stage", _TAG, schemas.STAGE),
        "patch": writing(
            "updateStage",
            "Change a stage",
            _TAG,
            Answer(schemas.STAGE),
            body=schemas.STAGE_CHANGE,
            parameters=(said.IF_MATCH,),
            refusals=(412,),
        ),
        "delete": writing(
            "deleteStage",
            "Delete a stage that nothing was ever in",
            _TAG,
            Answer(None, 204, "It is gone."),
        ),
    }

    def get(self, request: Request, stage_id: UUID) -> Response:
        return Response(_found_stage(stage_id, self.actor))

    def patch(self, request: Request, stage_id: UUID) -> Response:
        services.update_stage(
            stage_id, self.body(), actor=self.actor, version=expected_version(request)
        )
        return Response(_found_stage(stage_id, self.actor))

    def delete(self, request: Request, stage_id: UUID) -> Response:
        services.delete_stage(stage_id, actor=self.actor)
        return Response(status=204)


def _found_pipeline(pipeline_id: UUID, actor: Actor) -> dict[str, Any]:
    found = selectors.current().pipelines.get(pipeline_id)
    if found is None:
        raise NotFound(_("There is no such pipeline."))
    return _pipeline(found, policy_for(actor))


def _found_stage(stage_id: UUID, actor: Actor) -> dict[str, Any]:
    found = selectors.current().stages.get(stage_id)
    if found is None:
        raise NotFound(_("There is no such stage."))
    return _stage(found, policy_for(actor))


def _pipeline(one: PipelineFacts, policy: Policy) -> dict[str, Any]:
    place = list(selectors.current().pipelines).index(one.id)
    return {
        "id": one.id,
        "name": one.name,
        "position": place,
        "is_default": one.is_default,
        "won_reasons": list(one.won_reasons),
        "lost_reasons": list(one.lost_reasons),
        "stages": [_stage(stage, policy) for stage in one.stages],
        "version": selectors.version_of(one),
    }


def _stage(one: StageFacts, policy: Policy) -> dict[str, Any]:
    return {
        "id": one.id,
        "pipeline": one.pipeline_id,
        "name": one.name,
        "position": one.position,
        "probability": one.probability,
        "category": one.category,
        "color": one.color,
        "required_fields": one.required_of(policy),
        "rots_after": one.rots_after,
        "retired": one.retired,
        "version": selectors.version_of(one),
    }
