"""The base of every view of the API: who asks, how often, whether it was asked before."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import idempotency, throttling
from api.language import speak_to
from api.openapi.checking import check
from api.openapi.operations import Operation
from api.openapi.shapes import Schema
from api.parsing import check_text
from api.prefetching import limits_of, remember_caller
from crm_core.records import sights
from freehold.errors import Malformed
from freehold.identity.actor import Actor
from freehold.identity.models import ApiKey
from freehold.identity.requests import actor_of


class _AnsweredBefore(Exception):
    def __init__(self, answer: idempotency.Answer) -> None:
        super().__init__()
        self.answer = answer


class Endpoint(APIView):
    """Subclasses parse, call one service or selector and answer; `operations` says what they do."""

    #: What each method does, for the API's description and for checking bodies.
    operations: ClassVar[Mapping[str, Operation]] = {}
    #: An answer shows a secret once: it's not kept for repetitions.
    shows_secret: ClassVar[bool] = False

    _claim: idempotency.Claim | None = None
    _usages: tuple[throttling.Usage, ...] = ()

    @classmethod
    def describe(cls, subject: Mapping[str, Any] | None = None) -> Mapping[str, Operation]:
        """The operations; those of records depend on the object (`subject`, from the catalogue)."""
        return cls.operations

    @property
    def actor(self) -> Actor:
        return actor_of(self.request)

    @property
    def values(self) -> dict[str, Any]:
        """The request's object; the parsers let nothing else through."""
        return cast("dict[str, Any]", self.request.data)

    def body(self, schema: Schema | None = None) -> dict[str, Any]:
        """The request's object, checked against the operation's schema (or the one given)."""
        method = (self.request.method or "").lower()
        values = self.values
        check(values, schema or self.operations[method].body or {"type": "object"})
        return values

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        for name, value in request.query_params.items():
            _check_parameter(name, str(value))
        super().initial(request, *args, **kwargs)
        if request.user.is_authenticated:
            if not isinstance(request.auth, ApiKey):
                speak_to(request.user)
            self._count(request)
        if request.method == "POST" and "Idempotency-Key" in request.headers:
            self._claim_key(request)

    def _count(self, request: Request) -> None:
        user, auth = str(request.user.pk), request.auth
        key = str(auth.pk) if isinstance(auth, ApiKey) else None
        self._usages = tuple(throttling.count(limits_of(request._request, user, key)))
        remember_caller(request._request, user, key)
        throttling.refuse_excess(self._usages)

    def _claim_key(self, request: Request) -> None:
        found = idempotency.claim(
            request.headers["Idempotency-Key"],
            actor=str(request.user.pk),
            path=request.path,
            body=idempotency.fingerprint(
                request.META.get("QUERY_STRING", "").encode(), *_sent(request)
            ),
        )
        if isinstance(found, idempotency.Answer):
            raise _AnsweredBefore(found)
        self._claim = found

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What the answer shows of sensitive fields goes into the audit trail."""
        with sights.watched(lambda: self.actor):
            return super().dispatch(request, *args, **kwargs)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, _AnsweredBefore):
            return _repeated(exc.answer)  # type: ignore[return-value]  # bytes as they were sent
        try:
            return super().handle_exception(exc)
        except Exception:
            if self._claim:
                self._claim.release()
            raise

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> Response:
        final = super().finalize_response(request, cast("Response", response), *args, **kwargs)
        final.headers.setdefault("Cache-Control", "no-store")
        for name, value in throttling.headers(self._usages).items():
            final.headers[name] = value
        if self._claim and final.status_code < 300:
            final.add_post_render_callback(self._keep)
        elif self._claim:
            self._claim.release()
        return final

    def _keep(self, response: HttpResponse) -> None:
        assert self._claim is not None
        answer = idempotency.Answer(response.status_code, response.content, response.headers)
        self._claim.keep(answer, secret=self.shows_secret)

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return Response(status=204, headers={"Allow": ", ".join(self.allowed_methods)})


def _check_parameter(name: str, value: str) -> None:
    try:
        check_text(name)
        check_text(value)
    except Malformed as error:
        raise Malformed(
            _("A parameter of the address holds a character that can't be used.")
        ) from error


def _sent(request: Request) -> list[bytes]:
    """The body in pieces that differ when the body differs."""
    values = cast("dict[str, Any]", request.data)
    if "freehold.body" in request.META:
        return [request.META["freehold.body"]]
    parts = [f"{name}={value}".encode() for name, value in sorted(values.items())]
    for name, upload in sorted(request.FILES.items()):
        parts.append(f"{name}:{upload.name}:{upload.size}".encode())
        parts.extend(upload.chunks())
        upload.seek(0)
    return parts


def _repeated(answer: idempotency.Answer) -> HttpResponse:
    headers = {**answer.headers, "Idempotency-Replayed": "true"}
    return HttpResponse(answer.body, status=answer.status, headers=headers)
