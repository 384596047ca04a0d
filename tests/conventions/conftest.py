"""The callers of the API's tests, for the conventions that speak of every route."""

from tests.api.conftest import admin, anonymous, member, mia, nobody, reader, stranger

__all__ = ["admin", "anonymous", "member", "mia", "nobody", "reader", "stranger"]
