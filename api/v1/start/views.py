"""The guide of a new workspace: its steps, ways of selling to choose from, sample records."""

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import Answer, reading, writing
from api.v1.sales import schemas
from crm_core.sales.templates import TEMPLATES
from crm_core.start.choices import DONE, SKIPPED, STEPS
from crm_core.start.selectors.guide import guide
from crm_core.start.services.guide import change_guide, choose_pipeline
from crm_core.start.services.samples import remove_samples, start_samples

_TAG = "First steps"
GUIDE = shapes.answer(
    "Guide",
    {
        "visible": shapes.boolean("It belongs on the home screen: not put away, not done."),
        "dismissed": shapes.boolean(),
        "steps": shapes.array(
            shapes.answer(
                "GuideStep",
                {
                    "key": shapes.choice(*STEPS),
                    "done": shapes.boolean("As far as can be seen from what is there."),
                    "skipped": shapes.boolean(),
                },
            )
        ),
        "samples": shapes.integer("Sample records that are here."),
        "job": shapes.nullable(shapes.uuid("That makes, or made, the samples.")),
        "templates": shapes.array(schemas.PIPELINE_TEMPLATE),
    },
)
_SAID = shapes.nullable(shapes.choice(SKIPPED, DONE))
_CHANGE = shapes.body(
    "GuideChange",
    {
        "steps": shapes.body("GuideSteps", dict.fromkeys(STEPS, _SAID)),
        "dismissed": shapes.boolean("Put away for good; false brings it back."),
    },
    example={"steps": {"people": SKIPPED}},
)
_CHOOSE = shapes.body(
    "PipelineChoice",
    {"template": shapes.choice(*TEMPLATES)},
    required=["template"],
    example={"template": "simple"},
)
_REMOVE = shapes.body(
    "SampleRemoval",
    {"keep_used": shapes.boolean("Go ahead although some must stay.")},
)
_REMOVED = shapes.answer(
    "SamplesRemoved",
    {
        "removed": shapes.integer(),
        "stayed": shapes.integer("Changed since, or used by records of your own."),
        "undo": shapes.nullable(shapes.text("Brings all of them back. Null where none went.")),
    },
)


class Guide(Endpoint):
    operations: ClassVar = {
        "get": reading("getGuide", "How far the workspace has come", _TAG, GUIDE),
        "patch": writing(
            "changeGuide",
            "Skip a step, put the guide away or bring it back",
            _TAG,
            Answer(GUIDE),
            body=_CHANGE,
        ),
    }

    def get(self, request: Request) -> Response:
        return Response(guide(actor=self.actor))

    def patch(self, request: Request) -> Response:
        change_guide(self.body(), actor=self.actor)
        return Response(guide(actor=self.actor))


class ChoosePipeline(Endpoint):
    operations: ClassVar = {
        "post": writing(
            "choosePipelineTemplate",
            "Put a template in the place of the first pipeline",
            _TAG,
            Answer(GUIDE),
            body=_CHOOSE,
            refusals=(409,),
        )
    }

    def post(self, request: Request) -> Response:
        choose_pipeline(self.body()["template"], actor=self.actor)
        return Response(guide(actor=self.actor))


class Samples(Endpoint):
    operations: ClassVar = {
        "post": writing(
            "addSamples",
            "Make sample records to look around in",
            _TAG,
            Answer(shapes.answer("SampleJob", {"job": shapes.uuid()}), 202, "A job makes them."),
            body=shapes.body("SampleWish", {}),
            refusals=(409,),
        )
    }

    def post(self, request: Request) -> Response:
        self.body()
        return Response({"job": start_samples(actor=self.actor)}, status=202)


class SamplesRemove(Endpoint):
    operations: ClassVar = {
        "post": writing(
            "removeSamples",
            "Remove the sample records, and only them",
            _TAG,
            Answer(_REMOVED),
            body=_REMOVE,
            refusals=(409,),
            description="409 says which would stay; `keep_used` goes ahead.",
        )
    }

    def post(self, request: Request) -> Response:
        keep_used = bool(self.body().get("keep_used"))
        return Response(remove_samples(actor=self.actor, keep_used=keep_used))
