"""The product's mails: subjects are one line; a sandbox, a copy with real people, sends none."""

from collections.abc import Sequence
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.module_loading import import_string

from freehold.context import tenant_or_none
from freehold.text import one_line

log = structlog.get_logger(__name__)


class Backend(BaseEmailBackend):
    """Hands mail on to `settings.MAIL_THROUGH`, but not out of a sandbox.

    Names that people gave stand in subjects: a line break there would be refused as a new header.
    """

    def __init__(self, fail_silently: bool = False, **more: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        through = import_string(settings.MAIL_THROUGH)
        self._through: BaseEmailBackend = through(fail_silently=fail_silently, **more)

    def open(self) -> bool | None:
        return self._through.open()

    def close(self) -> None:
        self._through.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        tenant = tenant_or_none()
        if tenant is not None and tenant.is_sandbox:
            log.info("mail.not_sent", reason="sandbox", messages=len(email_messages))
            return 0
        for one in email_messages:
            one.subject = one_line(str(one.subject))
        return self._through.send_messages(email_messages)
