"""Background work: one's own, or everybody's for those who manage settings."""

from collections.abc import Collection, Mapping
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import operations as said
from api.openapi import shapes
from api.openapi.operations import Answer, reading, writing
from api.paging import limit, names, single
from api.v1.records.views import optional_uuid
from crm_core.records.policy import policy_for
from freehold.errors import Malformed
from freehold.jobs import selectors
from freehold.jobs.models import JobState
from freehold.jobs.services import cancel_job, retry_job

_TAG = "Jobs"
_SHOWN = {
    "id": shapes.uuid(),
    "kind": shapes.text(),
    "label": shapes.text("What people call it, in the reader's language."),
    "object": shapes.nullable(shapes.text("Of which object's records it is about.")),
    "import": shapes.nullable(shapes.uuid("The import that it does or takes back.")),
    "state": shapes.choice(*JobState.values),
    "progress": shapes.answer(
        "JobProgress", {"done": shapes.integer(), "total": shapes.nullable(shapes.integer())}
    ),
    "message": shapes.text(),
    "error": shapes.text("Why it failed, for people."),
    "can_cancel": shapes.boolean(),
    "can_retry": shapes.boolean(),
    "attempts": shapes.integer(),
    "requested_by": shapes.nullable(shapes.REFERENCE),
    "created_at": shapes.moment(),
    "started_at": shapes.nullable(shapes.moment()),
    "finished_at": shapes.nullable(shapes.moment()),
}
JOB = shapes.record(
    "Job",
    {
        **_SHOWN,
        "result": {"description": "What came of it, for whoever asked; each kind has its shape."},
    },
    required=[*_SHOWN],
)


_WHOSE = ("mine", "people", "system")


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
            parameters=(
                said.query("state", shapes.text(), "One state or several, with commas between."),
                said.query(
                    "whose",
                    shapes.choice(*_WHOSE),
                    "What you asked for, what anybody did, or what comes by itself.",
                ),
                said.CURSOR,
                said.LIMIT,
            ),
        )
    }

    def get(self, request: Request) -> Response:
        given = single(request.query_params)
        whose = _chosen(given, "whose", _WHOSE)
        found, following = selectors.list_jobs(
            requested_by=self.actor.user_id if whose == ["mine"] else self.whose(),
            limit=limit(given),
            before=optional_uuid(given, "cursor"),
            states=_chosen(given, "state", JobState.values),
            by_people=None if whose in ([], ["mine"]) else whose == ["people"],
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


class JobRetry(JobEndpoint):
    operations: ClassVar = {
        "post": writing(
            "retryJob",
            "Go on with a job that has failed",
            _TAG,
            Answer(JOB, description="It waits for a worker, and goes on where it stopped."),
        )
    }

    def post(self, request: Request, job_id: UUID) -> Response:
        selectors.get_job(job_id, requested_by=self.whose())
        return Response(selectors.shown(retry_job(job_id, actor=self.actor)))


def _chosen(given: Mapping[str, str], name: str, known: Collection[str]) -> list[str]:
    """What is listed there, with commas between; `Malformed` for anything unknown."""
    wanted = list(names(given.get(name, "")))
    if not set(wanted) <= set(known):
        told = {"name": name, "known": ", ".join(known)}
        raise Malformed(_("“%(name)s” is one of: %(known)s.") % told)
    return wanted
