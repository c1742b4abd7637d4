"""What has to be mended before a production serves, and what should be known."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from predictor.services import demo, health


def obstacles() -> list[str]:
    """Return, in one sentence each, what a production is not served for.

    The settings themselves are refused where they are read (loanapp.production).
    """
    return list(_obstacles())


def _obstacles() -> Iterator[str]:
    if settings.DEMO:
        yield "LOANAPP_ENV is demo: bin/run serves the demo."
    elif refusal := _database_refuses():
        yield f"The database of DATABASE_URL does not answer: {refusal}"
    elif health.migrations_missing():
        yield "The database is not prepared: run manage.py migrate."
    else:
        for name in demo.left_over():
            yield f"{name} is of the demo and open: run manage.py demo --retire."


def _database_refuses() -> str:
    """Return why no connection can be made, where none can.

    Without the pool, which would try again and again, and not say why.
    """
    alone = connection.copy()
    alone.settings_dict["OPTIONS"].pop("pool", None)
    try:
        alone.ensure_connection()
    except DatabaseError as error:
        return str(error).partition("\n")[0]
    finally:
        alone.close()
    return ""


def remarks() -> list[str]:
    """Return what does not keep a production from serving."""
    found = {
        f"WORKERS is {settings.WORKERS} and CACHE_URL is not set: each process counts "
        "the requests of a client for itself.": (
            settings.WORKERS > 1 and _cache_is_of_one_process()
        ),
        "HTTPS is on and NUM_PROXIES is 0: every request that comes by plain HTTP, "
        "through a proxy as well, is sent to https://.": (
            settings.SECURE_SSL_REDIRECT and not settings.NUM_PROXIES
        ),
    }
    return [sentence for sentence, is_so in found.items() if is_so]


def _cache_is_of_one_process() -> bool:
    return str(settings.CACHES["default"]["BACKEND"]).endswith("LocMemCache")


def refuse_to_serve() -> None:
    """Raise ImproperlyConfigured where a production has obstacles.

    The demo has none: it is meant to be served as it is.
    """
    if not settings.DEMO and (found := obstacles()):
        raise ImproperlyConfigured("\n".join(found))
