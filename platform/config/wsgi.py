"""The WSGI entry point of the web processes."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from freehold.live.handover import Streaming

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = Streaming(get_wsgi_application())

# Load the addresses and all that they lead to now: the first visitor does not wait for it, and
# processes forked from this one share the memory.
for urls in (settings.ROOT_URLCONF, settings.OPERATORS_URLCONF):
    get_resolver(urls).url_patterns  # noqa: B018
