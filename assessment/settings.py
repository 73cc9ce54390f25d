"""Every setting, read from the environment (and from `.env` beside manage.py). One file, no variants.

The defaults run the whole product on one machine: SQLite, an in-memory channel layer, workers inside the
server's process. `docs/operations.md` lists what each variable means.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

from assessment.secret import development_secret
from assessment.unfold import UNFOLD as UNFOLD

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(str(BASE_DIR / ".env"))

# --- Where we run ---------------------------------------------------------------------------------------
DEBUG: bool = env.bool("DEBUG", default=False)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data")))
DATA_DIR.mkdir(parents=True, exist_ok=True)
HOST: str = env.str("HOST", default="127.0.0.1")
PORT: int = env.int("PORT", default=8000)
WEB_PROCESSES: int = env.int("WEB_PROCESSES", default=1)  # one a core; more than one needs REDIS_URL
PUBLIC_URL: str = env.str("PUBLIC_URL", default=f"http://localhost:{PORT}").rstrip("/")
_public = urlsplit(PUBLIC_URL)

SECRET_KEY: str = env.str("SECRET_KEY", default="") or development_secret(DATA_DIR)
SECRET_KEY_IS_DEFAULT = not env.str("SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[]) or list(
    dict.fromkeys([_public.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"])
)
CSRF_TRUSTED_ORIGINS = list(dict.fromkeys([PUBLIC_URL, *env.list("CSRF_TRUSTED_ORIGINS", default=[])]))
# Who may open a WebSocket: pages of ours, under the names by which this server is reached.
SOCKET_ORIGINS = list(dict.fromkeys([*CSRF_TRUSTED_ORIGINS, f"http://localhost:{PORT}", f"http://127.0.0.1:{PORT}"]))
CORS_ALLOWED_ORIGINS: list[str] = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_ALLOW_HEADERS = ["accept", "authorization", "content-type", "idempotency-key", "if-none-match"]
CORS_URLS_REGEX = r"^/(api|proxy)/.*$"

_https = _public.scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("COOKIES_SECURE", default=_https or not DEBUG)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "staff_session"
SECURE_HSTS_SECONDS: int = env.int("HSTS_SECONDS", default=3600 if _https else 0)
BEHIND_PROXY: bool = env.bool("BEHIND_PROXY", default=False)  # X-Forwarded-Proto and the last X-Forwarded-For are true
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
APPEND_SLASH = False  # a redirected PUT loses its body

# --- Parts ----------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "daphne",
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "channels",
    "corsheaders",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "executor.apps.ExecutorConfig",
    "questions.apps.QuestionsConfig",
    "sessions.apps.TestSessionsConfig",
    "assessment.apps.AssessmentConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "assessment.csp.PolicyByPrefixMiddleware",
]
ROOT_URLCONF = "assessment.urls"
ASGI_APPLICATION = "assessment.asgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["assessment.templatetags.icons"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
LOGIN_URL, LOGIN_REDIRECT_URL = "/admin/login/", "/admin/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a question with many test cases is one form
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024  # what a route may take is set, per route, in front of Django

# --- Data -----------------------------------------------------------------------------------------------
_database: dict[str, Any] = dict(env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}"))
_database["CONN_MAX_AGE"] = 0
DATABASE_WAIT_SECONDS = 20  # how long a write waits for SQLite's one lock, or for a connection of the pool
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = {
        "timeout": DATABASE_WAIT_SECONDS,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    # A file: with a shared in-memory database every second connection meets "table is locked".
    _database["TEST"] = {"NAME": str(DATA_DIR / f"test-{os.getpid()}.sqlite3")}
elif "postgresql" in _database["ENGINE"]:
    _database.setdefault("OPTIONS", {})["pool"] = {
        "min_size": 1,
        "max_size": env.int("DATABASE_POOL_SIZE", default=20),
        "timeout": DATABASE_WAIT_SECONDS,
    }
DATABASES = {"default": _database}

REDIS_URL: str = env.str("REDIS_URL", default="")
CACHES: dict[str, Any]
CHANNEL_LAYERS: dict[str, Any]
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
    CHANNEL_LAYERS = {
        "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 1000}}}

# --- Files ----------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "assessment" / "static"]
WHITENOISE_USE_FINDERS = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedStaticFilesStorage"
    },
}

# --- API ------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "sessions.authentication.ApiKeyAuthentication",
        "sessions.authentication.SessionTokenAuthentication",
        "sessions.authentication.StaffAuthentication",
        "sessions.authentication.CookieAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["questions.access.DeclaredPolicy"],
    "DEFAULT_PARSER_CLASSES": ["assessment.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "EXCEPTION_HANDLER": "assessment.errors.problem_handler",
    "DEFAULT_SCHEMA_CLASS": "assessment.schema.PolicySchema",
    "UNAUTHENTICATED_USER": None,
    "UPLOADED_FILES_USE_URL": False,
    "COERCE_DECIMAL_TO_STRING": False,
}
API_BEACON_PARSER = "assessment.parsers.BeaconParser"
API_ONCE = "sessions.idempotency.once"  # what a POST with an Idempotency-Key goes through
CSRF_FAILURE_VIEW = "assessment.errors.csrf_failure"
SPECTACULAR_SETTINGS = {
    "TITLE": "Coding Engine",
    "DESCRIPTION": "Questions, timed sessions and judged submissions.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["questions.access.DeclaredPolicy"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "SessionStatus": "sessions.shapes.STATUSES",
        "RunState": "sessions.shapes.RUN_STATES",
        "Shows": "sessions.shapes.SHOWS",
    },
}

# --- Running code ---------------------------------------------------------------------------------------
EMBEDDED: bool = env.bool("EMBEDDED", default=True)  # workers and sweeper live inside the server's process
MAX_WORKERS: int = env.int("MAX_WORKERS", default=os.cpu_count() or 1)
TIMEOUT_SECONDS: float = env.float("TIMEOUT_SECONDS", default=2.0)
MEMORY_LIMIT_MB: int = env.int("MEMORY_LIMIT_MB", default=256)
EXECUTOR_SANDBOX: str = env.str("EXECUTOR_SANDBOX", default="auto")
EXECUTOR_SCOPE: str = env.str("EXECUTOR_SCOPE", default="candidate")
EXECUTOR_MEMORY_MIB: int = env.int("EXECUTOR_MEMORY_MIB", default=0)
EXECUTOR_BOXES: int = env.int("EXECUTOR_BOXES", default=0)
EXECUTOR_IDLE_SECONDS: int = env.int("EXECUTOR_IDLE_SECONDS", default=600)
EXECUTOR_WARM_BOXES: int = env.int("EXECUTOR_WARM_BOXES", default=2)
EXECUTOR_WARM_LANGUAGES: list[str] = env.list("EXECUTOR_WARM_LANGUAGES", default=["python"])
EXECUTOR_IMAGE: str = env.str("EXECUTOR_IMAGE", default="coding-engine-sandbox:latest")
EXECUTOR_RUNTIME: str = env.str("EXECUTOR_RUNTIME", default="")
EXECUTOR_SOCKET: str = env.str("EXECUTOR_SOCKET", default="")
EXECUTOR_QUEUE_LIMIT: int = env.int("EXECUTOR_QUEUE_LIMIT", default=1000)
EXECUTOR_TENANT_LIMIT: int = env.int("EXECUTOR_TENANT_LIMIT", default=2)
EXECUTOR_ABSENT_SECONDS: int = env.int("EXECUTOR_ABSENT_SECONDS", default=600)
EXECUTOR_LEASE_SECONDS: int = env.int("EXECUTOR_LEASE_SECONDS", default=30)
EXECUTOR_ON_FINISHED = "sessions.services.scoring.record_report"

# --- Sitting a test -------------------------------------------------------------------------------------
DEFAULT_ASSESSMENT: str = env.str("DEFAULT_ASSESSMENT", default="")
GRACE_SECONDS: int = env.int("GRACE_SECONDS", default=60)
STALE_AFTER_SECONDS: int = env.int("STALE_AFTER_SECONDS", default=45)
OFFLINE_AFTER_SECONDS: int = env.int("OFFLINE_AFTER_SECONDS", default=120)
HEARTBEAT_TIMEOUT_SECONDS: int = env.int("HEARTBEAT_TIMEOUT_SECONDS", default=600)
EDIT_HISTORY_DAYS: int = env.int("EDIT_HISTORY_DAYS", default=180)  # of a session that has ended
SWEEP_EVERY_SECONDS: float = env.float("SWEEP_EVERY_SECONDS", default=5.0)

# --- What we say ----------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"daphne": {"level": "WARNING"}, "django.channels.server": {"level": "WARNING"}},
}
