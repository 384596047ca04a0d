"""The test suite: a real PostgreSQL and a real broker, started for the run when none is given."""

from config import env, placed
from config.settings.base import *  # noqa: F403
from config.settings.base import connection, redis_cache

SECRET_KEY = "only-for-tests-" + "x" * 40
ALLOWED_HOSTS = ["*"]
DATABASE_URL = env.text("DATABASE_URL", "postgresql://freehold@127.0.0.1:5432/freehold")
REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/0")
DATABASE_OWNER_URL = env.text("DATABASE_OWNER_URL", "")
DATABASES = {"default": connection("DATABASE_URL", DATABASE_URL), **placed.databases(connection)}
DATABASE_OWNER = (
    connection("DATABASE_OWNER_URL", DATABASE_OWNER_URL) if DATABASE_OWNER_URL else None
)
DATABASE_OWNERS = placed.owners(connection, is_owner_known=bool(DATABASE_OWNER_URL))
#: Messages go nowhere unless a test brings a worker: jobs are worked off in the test itself.
CELERY_BROKER_URL = env.text("FREEHOLD_TEST_BROKER", "memory://")
CACHES = {"default": redis_cache(REDIS_URL)}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
#: Processes that a test starts leave their mails as files for it.
EMAIL_FILE_PATH = env.text("FREEHOLD_TEST_MAILS", "") or None
MAIL_THROUGH = (
    "django.core.mail.backends.filebased.EmailBackend"
    if EMAIL_FILE_PATH
    else "django.core.mail.backends.locmem.EmailBackend"
)
SIGN_UP = True
#: No thread counts beside a test.
TRAFFIC_FLUSH_SECONDS = 0
