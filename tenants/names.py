"""Which addresses a tenant may take: one ASCII label, neither reserved nor a look-alike."""

import re

from django.utils.translation import gettext as _

from freehold.errors import Invalid

SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}\Z")

# fmt: off
RESERVED = frozenset({
    "about", "abuse", "account", "accounts", "admin", "administrator", "admins", "api", "app",
    "apps", "assets", "auth", "autoconfig", "autodiscover", "billing", "blog", "broadcasthost",
    "cdn", "console", "contact", "dashboard", "default", "dns", "docs", "download", "email",
    "extensions", "ftp", "health", "help", "hostmaster", "imap", "information-schema", "internal",
    "isatap", "local", "localhost", "login", "logout", "mail", "mailer", "master", "media",
    "metrics", "monitor", "mta-sts", "mx", "news", "no-reply", "noc", "noreply", "ns", "ns1",
    "ns2", "oauth", "operator", "operators", "owner", "payment", "payments", "pg", "platform",
    "pop", "pop3", "postgres", "postmaster", "private", "public", "register", "root", "sales",
    "schema", "secure", "security", "server", "sign-in", "sign-up", "signin", "signup", "smtp",
    "ssl", "sso", "staff", "static", "status", "store", "superuser", "support", "sys", "sysadmin",
    "system", "template", "tenant", "tenants", "trust", "undefined", "uploads",
    "webhook", "webhooks", "webmaster", "wpad", "www", "www1", "www2",
})
# fmt: on

LOOKS_LIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "3": "e", "5": "s", "-": ""})


def skeleton(slug: str) -> str:
    """The slug as a hurried reader sees it: `0perat0rs` and `operators` have the same skeleton."""
    return slug.translate(LOOKS_LIKE).replace("rn", "m").replace("vv", "w")


_RESERVED_SKELETONS = frozenset(skeleton(name) for name in RESERVED)


def checked_slug(slug: str) -> str:
    """The slug, if a tenant may take it; otherwise `Invalid` says what to change."""
    if not SLUG.match(slug) or slug.endswith("-") or "--" in slug:
        raise Invalid.at(
            "slug",
            "malformed",
            _(
                "An address is 2 to 40 characters: lower-case letters a-z, digits and single "
                "hyphens, beginning with a letter and not ending with a hyphen."
            ),
        )
    if slug in RESERVED or slug.startswith("pg-") or skeleton(slug) in _RESERVED_SKELETONS:
        raise Invalid.at(
            "slug",
            "reserved",
            _("The address “%(slug)s” is reserved. Choose another one.") % {"slug": slug},
        )
    return slug
