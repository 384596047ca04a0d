"""The company: name, formats, currencies, logo."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import Answer, Operation, query, reading, writing
from api.parsing import JSONParser, UploadParser
from crm_core.access.selectors.company import shown_company
from crm_core.access.services import company as services
from freehold.company.logos import MOST_BYTES
from freehold.company.selectors import logo
from freehold.company.services import ADDRESS_PARTS
from freehold.errors import Invalid, NotFound, TooLarge

_TAG = "Company"
_ADDRESS = shapes.record(
    "CompanyAddress",
    {
        "street": shapes.text(),
        "postal_code": shapes.text(),
        "city": shapes.text(),
        "region": shapes.text(),
        "country": shapes.text("Two letters, such as DE."),
    },
    required=[],
)
_FIELDS = {
    "name": shapes.text(),
    "address": _ADDRESS,
    "locale": shapes.text("Language and region of who has chosen none: `de`, `en-GB`."),
    "time_zone": shapes.text("An IANA name, such as Europe/Berlin."),
    "currency": shapes.text("The currency of new sums, and of totals over several currencies."),
    "currencies": shapes.array(shapes.text(), "Other currencies that are used."),
    "first_weekday": shapes.integer("1 is Monday, 7 is Sunday."),
    "fiscal_month": shapes.integer("The month in which the company's year begins."),
    "accent": shapes.text("#rrggbb, or empty for Freehold's own colour."),
}
COMPANY = shapes.answer(
    "Company",
    {**_FIELDS, "logo": shapes.nullable(shapes.text("Its address; it changes with the logo."))},
)
_CHANGE = shapes.body(
    "CompanyChange",
    {
        **_FIELDS,
        "name": shapes.text(max_length=200, min_length=1),
        "address": shapes.body(
            "CompanyAddressChange",
            {
                **{part: shapes.text(max_length=most) for part, most in ADDRESS_PARTS.items()},
                # Whoever writes it out is told of the two letters, not of a length.
                "country": shapes.text(max_length=300),
            },
        ),
        "currencies": shapes.array(shapes.text(max_length=3), max_items=40),
    },
    example={"time_zone": "Europe/Berlin", "first_weekday": 1},
)
_UPLOAD = shapes.body(
    "LogoUpload",
    {"file": {"type": "string", "format": "binary", "description": "PNG, JPEG or WebP, ≤ 2 MB."}},
    required=["file"],
)


class CompanyDetail(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading("getCompany", "The company: formats, money, look", _TAG, COMPANY),
        "patch": writing(
            "updateCompany",
            "Change what is given of the company",
            _TAG,
            Answer(COMPANY),
            body=_CHANGE,
        ),
    }

    def get(self, request: Request) -> Response:
        return Response(shown_company())

    def patch(self, request: Request) -> Response:
        services.change_company(self.body(), actor=self.actor)
        return Response(shown_company())


class CompanyLogo(Endpoint):
    """Shown at sign-in too, so everybody may see it."""

    parser_classes = [JSONParser, UploadParser]
    operations: ClassVar[dict[str, Operation]] = {
        "get": Operation(
            "getCompanyLogo",
            "The logo, as PNG",
            _TAG,
            (
                Answer(
                    {"type": "string", "format": "binary"},
                    media_type="application/octet-stream",
                    other_media_types=("image/png",),
                ),
            ),
            parameters=(query("v", shapes.text(), "The digest: this very logo, kept for ever."),),
            public=True,
        ),
        "put": writing(
            "setCompanyLogo",
            "Show this picture as the company's logo",
            _TAG,
            Answer(COMPANY),
            body=_UPLOAD,
            body_media_type="multipart/form-data",
        ),
        "delete": writing("removeCompanyLogo", "Show no logo", _TAG, Answer(COMPANY)),
    }

    def get_permissions(self) -> list[Any]:
        if self.request.method == "GET":
            return [AllowAny()]
        return list(super().get_permissions())

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        declared = str(request.META.get("CONTENT_LENGTH") or "0")
        if declared.isdigit() and int(declared) > MOST_BYTES + 64 * 1024:
            raise TooLarge(_("A logo has up to 2 MB."))
        super().initial(request, *args, **kwargs)

    def get(self, request: Request) -> HttpResponse:
        found = logo()
        if found is None:
            raise NotFound(_("There is no logo."))
        picture, digest = found
        kept = "public, max-age=31536000, immutable"
        same = request.query_params.get("v") == digest
        return HttpResponse(
            picture,
            content_type="image/png",
            headers={
                "Cache-Control": kept if same else "no-cache",
                "ETag": f'"{digest}"',
                "Content-Security-Policy": "default-src 'none'; sandbox",
            },
        )

    def put(self, request: Request) -> Response:
        found = request.FILES.get("file")
        if found is None:
            raise Invalid.at("file", "required", _("Send the picture as the form's field “file”."))
        services.set_logo(found.file, found.size or 0, actor=self.actor)
        return Response(shown_company())

    def delete(self, request: Request) -> Response:
        services.remove_logo(actor=self.actor)
        return Response(shown_company())
