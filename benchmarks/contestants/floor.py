"""The floor: a Django view that parses the JSON and inserts one row, and no more.

No middleware, no token, no validation, no score: what is left is the server, Django and
the database, with the project's own settings of each.
"""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, JsonResponse
from django.urls import path

from loanapp.env import choice, database, folder

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={
        "default": database(
            folder("VAR_DIR", Path()) / "floor.sqlite3",
            choice("SQLITE_SYNCHRONOUS", ("OFF", "NORMAL", "FULL"), default="NORMAL"),
        )
    },
    ROOT_URLCONF=__name__,
    SECRET_KEY="of a benchmark",  # noqa: S106 - it keeps nothing secret
    USE_TZ=True,
)
application = get_wsgi_application()


class Row(models.Model):
    """What was sent, and when."""

    body = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "floor"


def insert(request: HttpRequest) -> JsonResponse:
    row = Row._default_manager.create(body=json.loads(request.body))
    response = JsonResponse({"id": row.pk})
    response["Content-Length"] = len(response.content)  # else it comes in chunks
    return response


urlpatterns = [path("insert", insert)]

if Row._meta.db_table not in connection.introspection.table_names():
    with connection.schema_editor() as editor:
        editor.create_model(Row)
connection.close()  # the threads of the server open their own
