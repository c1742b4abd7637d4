"""All settings. Every variable of the environment is in README.md and .env.example."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse_lazy

from loanapp import __version__, logs, production, theme
from loanapp.env import (
    ENVIRONMENTS,
    SYNCHRONOUS,
    cache,
    choice,
    database,
    env,
    flag,
    folder,
    made,
    pairs,
    rate,
    secret,
    secret_key,
    share,
    text,
    time_zone,
    whole,
    wholes,
)

BASE_DIR = Path(__file__).resolve().parent.parent
env.read_env(text("ENV_FILE", str(BASE_DIR / ".env")))

# Demo or production

LOANAPP_ENV = choice("LOANAPP_ENV", ENVIRONMENTS, default="demo")
DEMO = LOANAPP_ENV == "demo"
VAR_DIR = made("VAR_DIR", BASE_DIR / "var")  # SQLite makes its file, but no folder

DEBUG = flag("DEBUG", default=False)
SECRET_KEY = secret_key(VAR_DIR / "secret_key", demo=DEMO)
SECRET_KEY_FALLBACKS = [old] if (old := secret("SECRET_KEY_OLD")) else []
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEMO else []
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
WORKERS = whole("WORKERS", 1, least=1, most=1000)

# Proxies and HTTPS

# Whose X-Forwarded-For is believed: nobody's, unless a proxy of ours stands there.
NUM_PROXIES = whole("NUM_PROXIES", 0, most=100)
if NUM_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
HTTPS = flag("HTTPS", default=not DEMO)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^livez$", "^readyz$"]  # asked on the machine itself
SECURE_HSTS_SECONDS = timedelta(days=365) // timedelta(seconds=1) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS

# The lender

#: The terms in months that a result tries, to say which of them would change it.
OFFERED_TERMS = wholes("OFFERED_TERMS", "60,120,180,240,300,360", most=600)
CURRENCY_NAME = text("CURRENCY_NAME", "dollars")
CURRENCY_SYMBOL = text("CURRENCY_SYMBOL", "$")
#: Who writes a notice of adverse action, and who oversees them; lines end with ";".
CREDITOR_NAME = text("CREDITOR_NAME", "Example Lender" if DEMO else "")
CREDITOR_ADDRESS = text(
    "CREDITOR_ADDRESS", "1 Example Street; Springfield" if DEMO else ""
)
AGENCY_NAME = text("AGENCY_NAME", "Example Agency" if DEMO else "")
AGENCY_ADDRESS = text("AGENCY_ADDRESS", "2 Example Street; Capital" if DEMO else "")

# Deciding

#: Of so many applications officers say what they think before the score is shown.
BLIND_SHARE = share("BLIND_SHARE", 0.0)
#: Above this amount of currency a second officer has to confirm; 0: of no amount.
SECOND_OFFICER_ABOVE = whole("SECOND_OFFICER_ABOVE", 0, most=1_000_000_000_000)
SECOND_OFFICER_ON_OVERRIDE = flag("SECOND_OFFICER_ON_OVERRIDE", default=False)

# The models

MODEL_STORE = folder("MODEL_STORE", BASE_DIR / "models_store")
#: From this share on, retrain warns of labels that may copy a model's suggestions.
FEEDBACK_WARNING_SHARE = share("FEEDBACK_WARNING_SHARE", 0.5)
ALLOW_PROTECTED_INPUTS = flag("ALLOW_PROTECTED_INPUTS", default=False)
FOUR_EYES_ACTIVATION = flag("FOUR_EYES_ACTIVATION", default=False)
TUTORIAL_ENDPOINT = flag("TUTORIAL_ENDPOINT", default=DEMO)

# What is watched

#: Predictions of a month from which its drift is told.
DRIFT_LEAST_ROWS = whole("DRIFT_LEAST_ROWS", 100, least=1, most=1_000_000)
#: Months after a decision within which a default counts, and before which none does.
OUTCOME_MONTHS = whole("OUTCOME_MONTHS", 24, least=1, most=600)
#: Protected attribute → the group that others are compared with.
REFERENCE_GROUPS = pairs("REFERENCE_GROUPS")

if not DEMO and (
    _faults := production.faults(
        secret_key=SECRET_KEY,
        debug=DEBUG,
        allowed_hosts=ALLOWED_HOSTS,
        tutorial=TUTORIAL_ENDPOINT,
    )
):
    raise ImproperlyConfigured("\n".join(_faults))

# Django

INSTALLED_APPS = [
    "axes",
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "django_tasks",
    "django_tasks_db",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "rest_framework",
    "predictor",
]
MIDDLEWARE = [
    "predictor.middleware.metrics.MetricsMiddleware",
    # These three stand outside of what may refuse a request, such as a wrong host.
    "predictor.middleware.security_headers.SecurityHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "predictor.middleware.request_id.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "predictor.middleware.language.LanguageMiddleware",
    "predictor.middleware.time_zone.TimeZoneMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it replaces the answer to a locked login
]
ROOT_URLCONF = "loanapp.urls"
WSGI_APPLICATION = "loanapp.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DATABASES = {
    "default": database(
        VAR_DIR / "loanapp.sqlite3",
        choice("SQLITE_SYNCHRONOUS", SYNCHRONOUS, default="NORMAL"),
    )
}
CACHES = {"default": cache()}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]  # how to add one is in CONTRIBUTING.md
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = time_zone("TIME_ZONE", "UTC")
USE_THOUSAND_SEPARATOR = True

SESSION_ENGINE = "loanapp.sessions"
SESSION_COOKIE_AGE = 60 * whole("SESSION_IDLE_MINUTES", 60, least=5, most=1440)
SESSION_HOURS = whole("SESSION_HOURS", 12, least=1, most=168)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # a desk may be shared
CSRF_FAILURE_VIEW = "predictor.web.login.interrupted.csrf_failure"
LOGIN_URL = reverse_lazy("login")
LOGIN_REDIRECT_URL = reverse_lazy("application-list")
LOGOUT_REDIRECT_URL = reverse_lazy("login")
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: a locked login is not looked at
    "predictor.services.accounts.PeopleBackend",
]
PASSWORD_HASHERS = [
    f"django.contrib.auth.hashers.{name}"
    for name in (
        "Argon2PasswordHasher",  # the others are read, and replaced at the next login
        "PBKDF2PasswordHasher",
        "PBKDF2SHA1PasswordHasher",
        "BCryptSHA256PasswordHasher",
        "ScryptPasswordHasher",
    )
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Failed logins

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# A try while it is locked is neither looked at nor counted, so it ends when it says.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Together: nobody locks out a colleague behind the same address, nor from another one.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "predictor.web.login.locked.username"
AXES_CLIENT_IP_CALLABLE = "predictor.web.login.locked.address"
AXES_CLIENT_STR_CALLABLE = "predictor.web.login.locked.for_the_log"
AXES_LOCKOUT_CALLABLE = "predictor.web.login.locked.locked_out"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True  # the time of a login is kept with the account

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

LOGGING = logs.TO_STDERR

# The API

API_MAX_BYTES = 16 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = API_MAX_BYTES
FILE_UPLOAD_HANDLERS = [
    "predictor.web.files.limit.Limited",  # first: what it drops reaches no other
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
API_RATE = rate("API_RATE", default="600/min")
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "predictor.api.authentication.ApiTokenAuthentication",
        "predictor.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "predictor.api.permissions.MayCall",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["predictor.api.throttling.ClientRateThrottle"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "predictor.api.body.JSONAlways",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "NUM_PROXIES": NUM_PROXIES,
    "EXCEPTION_HANDLER": "predictor.api.problems.handle",
    "UNICODE_JSON": False,  # a lone surrogate in a field's name can be sent back
}
TOKEN_DAYS = whole("TOKEN_DAYS", 365, most=36_500)
# Knox would make a table for its own token model too, which nobody uses.
MIGRATION_MODULES = {"knox": None}
KNOX_TOKEN_MODEL = "predictor.ApiToken"  # noqa: S105 - the name of a model
REST_KNOX = {
    "TOKEN_PREFIX": "loanapp_",  # lets scanners find a token that leaked
    "TOKEN_TTL": timedelta(days=TOKEN_DAYS),
}
UNFOLD = theme.UNFOLD
SPECTACULAR_SETTINGS = {
    "TITLE": "Loanapp",
    "VERSION": __version__,
    "DESCRIPTION": "Scores loan applications and keeps every prediction.",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": ["predictor.api.openapi.complete"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}
