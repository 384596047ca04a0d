"""What a mail server's bad day looks like from here, and which mails wait for a better one."""

import hashlib
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from django.utils.translation import gettext as _

from freehold.identity.models import User
from freehold.jobs.registry import NotNow

UNDELIVERABLE = (OSError, SMTPException)
_REFUSED_FOR_GOOD = 500


def is_away(problem: Exception) -> bool:
    """Whether the same mail may go out later: the server refused neither its reader nor the mail.

    A password that the server does not take is the operators' to mend, so it is worth waiting.
    """
    if isinstance(problem, SMTPRecipientsRefused):
        return any(code < _REFUSED_FOR_GOOD for code, _said in problem.recipients.values())
    if isinstance(problem, SMTPDataError):
        return problem.smtp_code < _REFUSED_FOR_GOOD
    return isinstance(problem, UNDELIVERABLE)


def said_by(problem: Exception) -> str:
    """What the mail server said against the mail: `550 No such mailbox`."""
    said: list[tuple[int, bytes | str]] = [(0, str(problem))]
    if isinstance(problem, SMTPRecipientsRefused):
        said = [*problem.recipients.values()]
    elif isinstance(problem, SMTPResponseException):
        said = [(problem.smtp_code, problem.smtp_error)]
    return "; ".join(dict.fromkeys(_line(*one) for one in said))[:200]


def _line(code: int, words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return " ".join(f"{code or ''} {text}".split())


def later(problem: Exception) -> NotNow:
    """For a job whose mail goes out once the server takes it again."""
    away = NotNow(_("The mail server takes no mail. It is asked again and again, for a day."))
    away.__cause__ = problem
    return away


def stamp_of(user: User) -> str:
    """Another one once they have chosen a password, or were invited again: an older mail is off."""
    return hashlib.sha256(user.password.encode()).hexdigest()[:32]
