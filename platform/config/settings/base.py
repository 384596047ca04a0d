"""Settings that every installation shares. `local`, `test` and `production` add theirs."""

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF

from config import env, languages, placed
from config import plans as shipped
from config.settings.jobs import *  # noqa: F403
from freehold.observability import logs

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = env.path("FREEHOLD_VAR", BASE_DIR / "var")

SECRET_KEY: str
#: While the key is being changed: what was signed or encrypted with these is still good.
SECRET_KEY_FALLBACKS = env.listing("FREEHOLD_FORMER_SECRET_KEYS")
DEBUG = False
ALLOWED_HOSTS: list[str] = []
#: The platform's own host: the tenant `operators` lives there, every other tenant one label below.
PLATFORM_HOST = env.text("FREEHOLD_HOST", "localhost")
PORT = env.number("FREEHOLD_PORT", 8000)
#: Where a tenant is opened in a browser.
PLATFORM_ADDRESS = "http://{host}:{port}/"

# --- applications: the two lists are disjoint, so that nothing falls through to `public`.
SHARED_APPS = [
    "tenants.console",
    "tenants",  # before django_tenants: its commands stand in for the library's
    "django_tenants",
    "django.contrib.contenttypes",
    "billing",
]
TENANT_APPS = [
    "django.contrib.auth",
    "django.contrib.sessions",
    "allauth.usersessions",  # before those who change what it does at a sign-in
    "freehold.identity",
    "freehold.audit",
    "freehold.events",
    "freehold.jobs",
    "freehold.files",
    "freehold.company",
    "crm_core.records",
    "crm_core.access",
    "crm_core.notices",
    "crm_core.sales",
    "crm_core.activities",
    "crm_core.service",
    "crm_core.lists",
    "crm_core.hooks",
    "crm_core.transfer",
    "crm_core.start",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
#: Applications without tables.
TABLELESS_APPS = [
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "freehold.embedded",
    "freehold.observability",
    "freehold.live",
    "crm_core.demo",
    "crm_core.insight",
    "allauth.headless",
    "rest_framework",
    "django_vite",
    "csp",
    "api",
]
INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS, *TABLELESS_APPS]

TENANT_MODEL = "tenants.Tenant"
TENANT_DOMAIN_MODEL = "tenants.Domain"
TENANT_LIMIT_SET_CALLS = True
DATABASE_ROUTERS = [
    "django_tenants.routers.TenantSyncRouter",
    "tenants.routers.FailClosedRouter",
]
TENANCY_DOOR = "tenants.door.Door"
#: Extensions and immutable functions live here; the schema holds no tables.
PG_EXTRA_SEARCH_PATHS = ["extensions"]
SKIP_PG_EXTRA_VALIDATION = (
    True  # it would ask the database before a command may even explain itself
)
PUBLIC_SCHEMA_URLCONF = "config.urls_tenant"
ROOT_URLCONF = "config.urls_tenant"
OPERATORS_URLCONF = "config.urls_operators"

MIDDLEWARE = [
    "freehold.observability.middleware.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "api.middleware.StaticFilesMiddleware",
    "api.middleware.RequestIdMiddleware",
    "api.language.LanguageMiddleware",
    "tenants.middleware.TenantMiddleware",
    "api.middleware.ContentPolicyMiddleware",
    "api.prefetching.PrefetchMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "freehold.identity.devices.DeviceMiddleware",
    "api.support_sessions.SupportMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "api" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ]
        },
    }
]
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"


def connection(name: str, url: str) -> dict[str, object]:
    """The settings of the database that the variable `name` gives the address of.

    A small pool in the process, as measured (docs/decisions).
    """
    return {
        **env.database(name, url),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            "pool": {
                "min_size": 1,
                "max_size": env.number("FREEHOLD_DB_POOL", 4, least=1),
                "max_lifetime": 600,
                "timeout": 10,
                # Not the library's five minutes: it pauses longer and longer between its tries, so
                # that after a minute without database it noticed 50 s late that it is back.
                "reconnect_timeout": 5,
            },
            "application_name": "freehold",
            "connect_timeout": 10,
        },
    }


#: The connection of whoever owns the tables, where the application works as another role.
DATABASE_OWNER: dict[str, object] | None = None
#: The same for the databases that `FREEHOLD_DATABASES` names.
DATABASE_OWNERS: dict[str, dict[str, object]] = {}
#: Where each database lies: a tenant's region is that of its database.
REGIONS = placed.regions()


def redis_cache(url: str) -> dict[str, object]:
    return {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": url,
        "KEY_FUNCTION": "tenants.cache.tenant_key",
        "OPTIONS": {
            "SOCKET_CONNECT_TIMEOUT": 2,
            "SOCKET_TIMEOUT": 2,
            "REDIS_CLIENT_CLASS": "freehold.redis_client.Client",
        },
    }


# --- people and sessions
AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["freehold.identity.backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "freehold.identity.hashers.PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "freehold.identity.passwords.AnotherPasswordValidator"},
]
SESSION_ENGINE = "freehold.identity.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # the web app reads it and sends it back in a header
DEVICE_COOKIE_NAME = "device"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to addresses that aren't users
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # else the host; our subjects name the company
ACCOUNT_ADAPTER = "freehold.identity.adapter.AccountAdapter"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "freehold.identity.links.LinkTokens"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # of a mailed link, in seconds
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
#: How many proxies of ours stand before the app: only their X-Forwarded-For is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("FREEHOLD_TRUSTED_PROXIES", 0)
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ["browser"]
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": "/sign-in/confirm/{key}",
    "account_reset_password": "/sign-in#forgotten",
    # Behind the `#`: browsers do not send it, so that no log has the key.
    "account_reset_password_from_key": "/sign-in#password={key}",
    "account_signup": "/sign-in",
}
USERSESSIONS_TRACK_ACTIVITY = False  # it writes at every request; freehold.identity.sightings don't
#: A session ends this long after signing in, and sooner when nobody uses it.
SESSION_COOKIE_AGE = env.number("FREEHOLD_SESSION_DAYS", 14) * 24 * 3600
SESSION_IDLE_HOURS = env.number("FREEHOLD_SESSION_IDLE_HOURS", 72)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# Nobody signs up with an address that is somebody else's: addresses come from administrators.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "freehold.identity.second_factor.SecondFactorAdapter"

SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # addresses are unique in any case of letters, by a constraint over lower(email)
    "guardian.W001",  # roles and scopes decide; guardian's tables only keep the shares
]

# --- shares of one record
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False

# --- the API
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["api.rendering.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsing.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.ApiKeyAuthentication",
        "api.authentication.SessionAuthentication",
    ],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.rendering.JSONOnly",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "EXCEPTION_HANDLER": "api.errors.problem_response",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
CSRF_FAILURE_VIEW = "api.errors.csrf_failed"
APPEND_SLASH = False  # `api.errors.not_found` redirects, and keeps the method and the body

# --- what a page of ours may load: nothing from elsewhere, no inline script or style without nonce
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# --- language, time, static files
LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGES = languages.found_in(BASE_DIR / "locale")
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [path for path in [BASE_DIR / "frontend" / "dist"] if path.exists()]
MEDIA_ROOT = VAR_DIR / "media"
#: Vite's own hash stands in these names: they never change, so browsers keep them.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/.+-[A-Za-z0-9_-]{8,}\.[a-z0-9.]+$"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "tenants.storage.TenantFileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
DJANGO_VITE = {
    "default": {
        "manifest_path": BASE_DIR / "frontend" / "dist" / ".vite" / "manifest.json",
        "dev_mode": False,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- watching
LOGGING = logs.configured(
    as_json=env.flag("FREEHOLD_LOG_JSON", False),
    level=env.one_of("FREEHOLD_LOG_LEVEL", "INFO", logs.LEVELS),
)
#: Where the heads of the audit chains are kept beside the database; empty: nowhere.
AUDIT_HEADS = env.text("FREEHOLD_AUDIT_HEADS", str(VAR_DIR / "audit"))
#: Whether operators may sign in as users of a tenant that did not allow it, for a stated reason.
SUPPORT_WITHOUT_CONSENT = env.flag("FREEHOLD_SUPPORT_WITHOUT_CONSENT", False)
SUPPORT_MINUTES = env.number("FREEHOLD_SUPPORT_MINUTES", 30)
#: How often a process tells what it counted for each tenant; 0: never.
TRAFFIC_FLUSH_SECONDS = env.number("FREEHOLD_TRAFFIC_FLUSH_SECONDS", 10)
#: Statements that take longer are shown to operators.
SLOW_STATEMENT_MS = env.number("FREEHOLD_SLOW_STATEMENT_MS", 500)
METRICS_TOKEN = env.text("FREEHOLD_METRICS_TOKEN", "")
METRIC_COLLECTORS = ["tenants.metrics.AuditCollector"]
READINESS_PROBES = {"migrations": "tenants.probes.migrations"}

# --- limits
#: How many jobs of one tenant may run at the same time, so that fifty exports stop nobody else.
JOBS_IN_FLIGHT = {"interactive": 8, "default": 4, "bulk": 2, "schemas": 1}
#: Exports of one tenant that one web process streams at once; it has 4 threads.
EXPORTS_IN_FLIGHT = env.number("FREEHOLD_EXPORTS_IN_FLIGHT", 2)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
IMPORT_MAX_BYTES = env.number("FREEHOLD_IMPORT_MAX_BYTES", 200 * 1024 * 1024)
#: Streams of events that one web process holds, and that one person has of them.
LIVE_STREAMS = env.number("FREEHOLD_LIVE_STREAMS", 2000)
LIVE_STREAMS_EACH = env.number("FREEHOLD_LIVE_STREAMS_EACH", 10)
#: Of one file of a record, and of all that a workspace keeps.
FILE_MAX_BYTES = env.number("FREEHOLD_FILE_MAX_BYTES", 25 * 1024 * 1024)
FILES_MAX_BYTES = env.number("FREEHOLD_FILES_MAX_BYTES", 10 * 1024 * 1024 * 1024)
#: Companies may make a workspace for themselves; what one network address may do of it.
SIGN_UP = env.flag("FREEHOLD_SIGN_UP", False)
#: The server that proves tenants' own domains, as host:port; empty: the machine's resolver.
DNS_SERVER = env.text("FREEHOLD_DNS", "")
#: Webhooks go to public addresses by https; what an installation opens besides, as networks.
WEBHOOK_HTTP = env.flag("FREEHOLD_WEBHOOK_HTTP", False)
WEBHOOK_NETWORKS = env.networks("FREEHOLD_WEBHOOK_NETWORKS")
SIGN_UP_STATE = "active"
SIGN_UP_RATES = {"ask": "10/hour", "confirm": "30/hour", "look": "120/min"}
API_RATE_LIMIT_USER = env.text("FREEHOLD_RATE_USER", "600/min")
API_RATE_LIMIT_TENANT = env.text("FREEHOLD_RATE_TENANT", "12000/min")

# --- plans and Stripe: without a key every tenant has the built-in plan, and nothing is billed
PLANS = shipped.PLANS
PLAN_WITHOUT_SUBSCRIPTION = shipped.PLAN_WITHOUT_SUBSCRIPTION
STRIPE_SECRET_KEY = env.text("FREEHOLD_STRIPE_SECRET_KEY", "")
#: Signs what Stripe sends; several, divided by commas, while one is being changed.
STRIPE_WEBHOOK_SECRETS = env.listing("FREEHOLD_STRIPE_WEBHOOK_SECRETS")
#: What is reported to Stripe's meters once a day, and under which event name. Nothing is charged
#: for it until a metered price is made at Stripe.
STRIPE_METERS = {"storage_bytes": "freehold_storage_gb", "records": "freehold_records"}
#: Another address of Stripe's API, for tests and development.
STRIPE_API = env.text("FREEHOLD_STRIPE_API", "")
#: Days after which a suspended tenant is locked (0: never), and a closing one erased.
LOCK_AFTER_DAYS = env.number("FREEHOLD_LOCK_AFTER_DAYS", 30)
CLOSING_DAYS = env.number("FREEHOLD_CLOSING_DAYS", 30)
#: Days for which an archive that the console made is kept.
ARCHIVE_DAYS = env.number("FREEHOLD_ARCHIVE_DAYS", 7)
#: Whom the people of a suspended or locked tenant may write to.
SUPPORT_EMAIL = env.text("FREEHOLD_SUPPORT_EMAIL", "")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
EMAIL_BACKEND = "tenants.mail.Backend"  # nothing leaves a sandbox
MAIL_THROUGH = "django.core.mail.backends.console.EmailBackend"
EMAIL_TIMEOUT = 10  # seconds: a mail server that is silent must not hold whoever invites
DEFAULT_FROM_EMAIL = env.text("FREEHOLD_FROM_EMAIL", "Freehold <no-reply@localhost>")
