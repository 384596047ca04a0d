"""Endpoints that take a form with a file."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from api.endpoint import Endpoint
from api.parsing import UploadParser, check_text, parse_json
from freehold.errors import Invalid, TooLarge
from freehold.files.uploads import Upload

#: Room for the form around the file.
_FORM_BYTES = 1024 * 1024


class UploadEndpoint(Endpoint):
    """Takes a form with a file; too large a one is refused before it is read."""

    parser_classes = [UploadParser]

    @classmethod
    def most_bytes(cls) -> int:
        raise NotImplementedError

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        most = self.most_bytes()
        declared = str(request.META.get("CONTENT_LENGTH") or "0")
        if declared.isdigit() and int(declared) > most + _FORM_BYTES:
            raise TooLarge(
                _("Files of up to %(most)s MB can be sent at once.")
                % {"most": most // 1024 // 1024}
            )
        super().initial(request, *args, **kwargs)

    def upload(self) -> Upload:
        found = self.request.FILES.get("file")
        if found is None:
            raise Invalid.at("file", "required", _("Send the file as the form's field “file”."))
        return Upload(found.name or "file", found.size or 0, found.file)

    def text(self, name: str) -> str | None:
        """A text of the form; None when it is empty or not there."""
        value = str(self.values.get(name) or "")
        check_text(value)
        return value or None

    def json(self, name: str) -> Any:
        text = self.text(name)
        return parse_json(text) if text else None
