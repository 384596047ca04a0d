"""Migrations over all tenants: where everybody is, started, paused, resumed, stopped."""

from typing import ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from api.openapi.operations import Answer, Operation, reading, writing
from api.operator import schemas
from api.operator.views import OperatorEndpoint
from tenants import models
from tenants.operations.selectors import shown
from tenants.rollout import services
from tenants.rollout.reports import Wishes

_TAG = "Rollouts"


class Rollouts(OperatorEndpoint):
    operations: ClassVar = {
        "get": reading("getRollouts", "Where every tenant's schema is", _TAG, schemas.ROLLOUTS),
        "post": writing(
            "startRollout",
            "Bring tenants to this release's schema",
            _TAG,
            Answer(schemas.OPERATION, 202, "It will be done; follow it.", ("Location",)),
            body=schemas.ROLLOUT,
            body_required=False,
        ),
    }

    def get(self, request: Request) -> Response:
        return Response(services.rollout_state())

    def post(self, request: Request) -> Response:
        body = self.body()
        wishes = Wishes(
            only=tuple(body.get("only", ())),
            canary=body.get("canary"),
            connections=body.get("connections", 2),
            retry_failed=body.get("retry_failed", False),
        )
        operation = services.start_rollout(wishes, actor=self.actor)
        place = f"/api/v1/operator/operations/{operation.id}/"
        return Response(shown(operation), status=202, headers={"Location": place})


def _signal(id: str, summary: str, done: str) -> dict[str, Operation]:
    answer = Answer(schemas.OPERATION, description=done)
    return {"post": writing(id, summary, _TAG, answer)}


class _Signalling(OperatorEndpoint):
    """One of the wishes that a running rollout looks at after each tenant."""

    def send(self, operation_id: UUID) -> models.Operation:
        raise NotImplementedError

    def post(self, request: Request, operation_id: UUID) -> Response:
        return Response(shown(self.send(operation_id)))


class RolloutPause(_Signalling):
    operations: ClassVar = _signal("pauseRollout", "Let it wait", "It waits after this tenant.")

    def send(self, operation_id: UUID) -> models.Operation:
        return services.pause(operation_id)


class RolloutResume(_Signalling):
    operations: ClassVar = _signal("resumeRollout", "Let it go on", "It goes on.")

    def send(self, operation_id: UUID) -> models.Operation:
        return services.resume(operation_id)


class RolloutStop(_Signalling):
    operations: ClassVar = _signal("stopRollout", "End it early", "It ends after this tenant.")

    def send(self, operation_id: UUID) -> models.Operation:
        return services.stop(operation_id)
