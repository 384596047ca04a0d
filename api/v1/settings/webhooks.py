"""Webhooks: other systems that are told of what happens here."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import operations as said
from api.openapi.operations import Answer, Operation, creating, query, reading, writing
from api.paging import limit, names, single
from api.v1.records.views import optional_uuid
from api.v1.settings import webhook_schemas as schemas
from api.v1.settings.requests import moment
from crm_core.hooks.choices import DeliveryState
from crm_core.hooks.models import Webhook
from crm_core.hooks.selectors import webhooks as selectors
from crm_core.hooks.services import redelivering, subscriptions, testing
from freehold.errors import Malformed

_TAG = "Webhooks"
_ONE = {"id": "The webhook."}
_DELIVERY = {**_ONE, "delivery_id": "The delivery, which is the message's `webhook-id`."}
_ONCE = "The answer isn't kept: with an Idempotency-Key, a repetition gives 409."


def _with_secret(hook: Webhook, secret: str | None) -> dict[str, Any]:
    return {**selectors.shown(hook), "secret": secret}


class WebhookCollection(Endpoint):
    shows_secret = True
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading("listWebhooks", "All webhooks", _TAG, schemas.LIST),
        "post": creating(
            "createWebhook",
            "Tell another system of events",
            _TAG,
            schemas.MADE,
            schemas.NEW,
            description=f"It sends what its maker may see. {_ONCE}",
        ),
    }

    def get(self, request: Request) -> Response:
        return Response({"results": selectors.list_webhooks(actor=self.actor), "next": None})

    def post(self, request: Request) -> Response:
        wanted = self.body()
        hook, secret = subscriptions.create_webhook(actor=self.actor, **wanted)
        place = f"/api/v1/webhooks/{hook.id}/"
        return Response(_with_secret(hook, secret), status=201, headers={"Location": place})


class WebhookEvents(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading("listWebhookEvents", "What webhooks can be told of", _TAG, schemas.EVENTS)
    }

    def get(self, request: Request) -> Response:
        return Response({"results": selectors.list_events(actor=self.actor)})


class WebhookDetail(Endpoint):
    shows_secret = True
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading("getWebhook", "One webhook", _TAG, schemas.WEBHOOK, path_texts=_ONE),
        "patch": writing(
            "changeWebhook",
            "Change a webhook, or switch it on or off",
            _TAG,
            Answer(
                schemas.CHANGED,
                description="`secret` is new when the address is of another host, else null.",
            ),
            body=schemas.CHANGE,
            path_texts=_ONE,
            description="Whoever changes address or events, or switches it on, lends it their "
            "own rights from then on.",
        ),
        "delete": writing(
            "deleteWebhook",
            "Delete a webhook and its deliveries",
            _TAG,
            Answer(status=204, description="Gone."),
            path_texts=_ONE,
        ),
    }

    def get(self, request: Request, webhook_id: UUID) -> Response:
        return Response(selectors.get_webhook(webhook_id, actor=self.actor))

    def patch(self, request: Request, webhook_id: UUID) -> Response:
        changed = subscriptions.change_webhook(webhook_id, self.body(), actor=self.actor)
        return Response(_with_secret(*changed))

    def delete(self, request: Request, webhook_id: UUID) -> Response:
        subscriptions.delete_webhook(webhook_id, actor=self.actor)
        return Response(status=204)


class WebhookRotate(Endpoint):
    shows_secret = True
    operations: ClassVar[dict[str, Operation]] = {
        "post": writing(
            "rotateWebhookSecret",
            "Make a new secret",
            _TAG,
            Answer(schemas.MADE, description="For 24 hours the former secret signs as well."),
            path_texts=_ONE,
            description=_ONCE,
        )
    }

    def post(self, request: Request, webhook_id: UUID) -> Response:
        return Response(_with_secret(*subscriptions.rotate_secret(webhook_id, actor=self.actor)))


class WebhookTest(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "post": writing(
            "testWebhook",
            "Send a test message",
            _TAG,
            Answer(schemas.DELIVERY, 202, "Read the delivery again: it tells what came of it."),
            path_texts=_ONE,
        )
    }

    def post(self, request: Request, webhook_id: UUID) -> Response:
        delivery = testing.send_test_to(webhook_id, actor=self.actor)
        return Response(selectors.delivery_shown(delivery, actor=self.actor), status=202)


class WebhookDeliveries(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading(
            "listWebhookDeliveries",
            "What was sent, or shall be, newest first",
            _TAG,
            schemas.DELIVERIES,
            parameters=(
                query("state", schemas.STATES, "One state or several, with commas between."),
                said.CURSOR,
                said.LIMIT,
            ),
            path_texts=_ONE,
        )
    }

    def get(self, request: Request, webhook_id: UUID) -> Response:
        given = single(request.query_params)
        states = names(given.get("state", ""))
        if unknown := [one for one in states if one not in DeliveryState.values]:
            message = _("There is no state “%(state)s”: use %(known)s.")
            known = ", ".join(DeliveryState.values)
            raise Malformed(message % {"state": unknown[0][:40], "known": known})
        found, following = selectors.list_deliveries(
            webhook_id,
            actor=self.actor,
            limit=limit(given),
            before=optional_uuid(given, "cursor"),
            states=states,
        )
        return Response({"results": found, "next": following})


class WebhookDelivery(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading(
            "getWebhookDelivery", "One delivery", _TAG, schemas.DELIVERY, path_texts=_DELIVERY
        )
    }

    def get(self, request: Request, webhook_id: UUID, delivery_id: UUID) -> Response:
        return Response(selectors.get_delivery(webhook_id, delivery_id, actor=self.actor))


class WebhookRedeliver(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "post": writing(
            "redeliverWebhook",
            "Send a message again, with the same id",
            _TAG,
            Answer(schemas.DELIVERY, 202, "It is sent soon."),
            path_texts=_DELIVERY,
        )
    }

    def post(self, request: Request, webhook_id: UUID, delivery_id: UUID) -> Response:
        delivery = redelivering.redeliver(webhook_id, delivery_id, actor=self.actor)
        return Response(selectors.delivery_shown(delivery, actor=self.actor), status=202)


class WebhookRedeliverDead(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "post": writing(
            "redeliverDeadWebhooks",
            "Send everything again that was given up",
            _TAG,
            Answer(schemas.COUNT, 202, "They are sent one after another."),
            body=schemas.SINCE,
            path_texts=_ONE,
        )
    }

    def post(self, request: Request, webhook_id: UUID) -> Response:
        since = moment(self.body(), "since")
        count = redelivering.redeliver_dead(webhook_id, since, actor=self.actor)
        return Response({"count": count}, status=202)
