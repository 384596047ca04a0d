"""Photos of people: one's own is set and removed, everybody's are shown."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import Answer, Operation, query, reading, writing
from api.parsing import JSONParser, UploadParser
from api.uploads import UploadEndpoint
from crm_core.access.services import people
from freehold.files import photos

_TAG = "Users"
_PHOTO = shapes.answer(
    "Photo",
    {
        "user": shapes.uuid(),
        "address": shapes.text("Of this very picture: it may be kept, it never changes."),
    },
)
_OWN = shapes.answer("OwnPhoto", {"address": shapes.nullable(shapes.text())})
_UPLOAD = shapes.body(
    "PhotoUpload",
    {"file": {"type": "string", "format": "binary", "description": "PNG, JPEG or WebP, ≤ 5 MB."}},
    required=["file"],
)


class PhotoCollection(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "listPhotos",
            "Who has a photo, and where it is",
            _TAG,
            shapes.listing("PhotoList", _PHOTO),
        )
    }

    def get(self, request: Request) -> Response:
        found = [
            {"user": user, "address": _address(user, file)}
            for user, file in photos.photos().items()
        ]
        return Response({"results": found, "next": None})


class PhotoContent(Endpoint):
    operations: ClassVar = {
        "get": Operation(
            "getPhoto",
            "A person's photo, as WebP",
            _TAG,
            (
                Answer(
                    {"type": "string", "format": "binary"},
                    media_type="application/octet-stream",
                    other_media_types=("image/webp",),
                ),
            ),
            parameters=(query("v", shapes.text(), "The version: this very picture, to be kept."),),
        ),
        "delete": writing(
            "removePhoto",
            "Take a person's photo away",
            _TAG,
            Answer(status=204, description="Their initials are shown."),
            description="For who manages users. They can set another one.",
        ),
    }

    def get(self, request: Request, user_id: UUID) -> HttpResponse:
        picture, file = photos.photo_of(user_id)
        same = request.query_params.get("v") == str(file)
        return HttpResponse(
            picture,
            content_type="image/webp",
            headers={
                "Cache-Control": "private, max-age=31536000, immutable" if same else "no-cache",
                "ETag": f'"{file}"',
                "Content-Security-Policy": "default-src 'none'; sandbox",
                "X-Content-Type-Options": "nosniff",
                "Cross-Origin-Resource-Policy": "same-origin",
            },
        )

    def delete(self, request: Request, user_id: UUID) -> Response:
        people.remove_photo(actor=self.actor, user_id=user_id)
        return Response(status=204)


class OwnPhoto(UploadEndpoint):
    parser_classes = [JSONParser, UploadParser]
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading("getOwnPhoto", "Your photo", _TAG, _OWN),
        "put": writing(
            "setOwnPhoto",
            "Show this picture wherever you are named",
            _TAG,
            Answer(_OWN),
            body=_UPLOAD,
            body_media_type="multipart/form-data",
        ),
        "delete": writing("removeOwnPhoto", "Show your initials", _TAG, Answer(_OWN)),
    }

    @classmethod
    def most_bytes(cls) -> int:
        return photos.MOST_BYTES

    def get(self, request: Request) -> Response:
        return Response(self._own())

    def put(self, request: Request) -> Response:
        photos.set_photo(self.upload(), actor=self.actor)
        return Response(self._own())

    def delete(self, request: Request) -> Response:
        photos.remove_photo(actor=self.actor)
        return Response(self._own())

    def _own(self) -> dict[str, Any]:
        user = self.actor.user_id
        file = photos.photos().get(user) if user else None
        return {"address": _address(user, file) if user and file else None}


def _address(user: UUID, file: UUID) -> str:
    return f"/api/v1/users/{user}/photo/?v={file}"
