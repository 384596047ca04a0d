"""An installation for others to use: everything comes from the environment, HTTPS is a must."""

from config import env, placed
from config.settings.base import *  # noqa: F403
from config.settings.base import STORAGES, connection, redis_cache
from freehold.observability import logs

SECRET_KEY = env.secret("FREEHOLD_SECRET_KEY")
DATABASE_URL = env.text("DATABASE_URL")
REDIS_URL = env.text("REDIS_URL")
DATABASE_OWNER_URL = env.text("DATABASE_OWNER_URL", "")
DATABASES = {"default": connection("DATABASE_URL", DATABASE_URL), **placed.databases(connection)}
DATABASE_OWNER = (
    connection("DATABASE_OWNER_URL", DATABASE_OWNER_URL) if DATABASE_OWNER_URL else None
)
DATABASE_OWNERS = placed.owners(connection, is_owner_known=bool(DATABASE_OWNER_URL))
CELERY_BROKER_URL = REDIS_URL
CACHES = {"default": redis_cache(REDIS_URL)}
#: Tenants have domains of their own: the tenant's middleware answers 404 at any other host.
ALLOWED_HOSTS = env.listing("FREEHOLD_ALLOWED_HOSTS", "*")

LOGGING = logs.configured(
    as_json=env.flag("FREEHOLD_LOG_JSON", True),
    level=env.one_of("FREEHOLD_LOG_LEVEL", "INFO", logs.LEVELS),
)

PLATFORM_ADDRESS = "https://{host}/"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.flag("FREEHOLD_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$", r"^tls-allowed$"]
SECURE_HSTS_SECONDS = env.number("FREEHOLD_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
DEVICE_COOKIE_NAME = "__Host-device"

if env.text("FREEHOLD_S3_BUCKET", ""):
    STORAGES = {
        **STORAGES,
        "default": {
            "BACKEND": "tenants.s3.TenantS3Storage",
            "OPTIONS": {
                "bucket_name": env.text("FREEHOLD_S3_BUCKET"),
                "endpoint_url": env.text("FREEHOLD_S3_ENDPOINT", "") or None,
            },
        },
    }
MAIL_THROUGH = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("FREEHOLD_SMTP_HOST", "localhost")
EMAIL_PORT = env.number("FREEHOLD_SMTP_PORT", 587)
EMAIL_HOST_USER = env.text("FREEHOLD_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.text("FREEHOLD_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.flag("FREEHOLD_SMTP_TLS", True)
