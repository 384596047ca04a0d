"""Background work: one's own, or everybody's for those who manage settings."""

from typing import ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import operations as said
from api.openapi import shapes
from api.openapi.operations import Answer, reading, writing
from api.paging import limit, single
from api.v1.records.views import optional_uuid
from crm_core.records.policy import policy_for
from freehold.jobs import selectors
from freehold.jobs.services import cancel_job

_TAG = "Jobs"
JOB = shapes.record(
    "Job",
    {
        "id": shapes.uuid(),
        "kind": shapes.text(),
        "state": shapes.choice("queued", "running", "done", "failed", "cancelled"),
        "progress": shapes.answer(
            "JobProgress", {"done": shapes.integer(), "total": shapes.nullable(shapes.integer())}
        ),
        "message": shapes.text(),
        "result": {"description": "What came of it, for whoever asked; each kind has its shape."},
        "error": shapes.text("Why it failed, for people."),
        "attempts": shapes.integer(),
        "requested_by": shapes.nullable(shapes.REFERENCE),
        "created_at": shapes.moment(),
        "started_at": shapes.nullable(shapes.moment()),
        "finished_at": shapes.nullable(shapes.moment()),
    },
    required=["id", "kind", "state", "progress"],
)


class JobEndpoint(Endpoint):
    def whose(self) -> UUID | None:
        """None: everybody's."""
        everybody = policy_for(self.actor).has_right("settings")
        return None if everybody else self.actor.user_id


class JobCollection(JobEndpoint):
    operations: ClassVar = {
        "get": reading(
            "listJobs",
            "Background work, newest first",
            _TAG,
            shapes.listing("JobList", JOB, paged=True),
            parameters=(said.CURSOR, said.LIMIT),
        )
    }

    def get(self, request: Request) -> Response:
        given = single(request.query_params)
        found, following = selectors.list_jobs(
            requested_by=self.whose(), limit=limit(given), before=optional_uuid(given, "cursor")
        )
        return Response({"results": found, "next": following})


class JobDetail(JobEndpoint):
    operations: ClassVar = {"get": reading("getJob", "One job", _TAG, JOB)}

    def get(self, request: Request, job_id: UUID) -> Response:
        return Response(
            selectors.get_job(job_id, requested_by=self.whose(), reader=self.actor.user_id)
        )


class JobCancel(JobEndpoint):
    operations: ClassVar = {
        "post": writing(
            "cancelJob",
            "End a job before it is done",
            _TAG,
            Answer(JOB, description="It has ended, or ends at its next step."),
        )
    }

    def post(self, request: Request, job_id: UUID) -> Response:
        selectors.get_job(job_id, requested_by=self.whose())
        return Response(selectors.shown(cancel_job(job_id, actor=self.actor)))
