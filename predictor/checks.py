"""What Django checks at the start: settings that only the data dictionary can judge."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error

from ml import schema
from predictor.services.monitoring.predictions import MISSING


def reference_groups(**_: Any) -> list[Error]:
    """Refuse a group that no application can be in."""
    return [
        Error(
            f"REFERENCE_GROUPS names {name}={group}, which is no group.",
            hint=f"{name}: one of {', '.join(_groups(name))}."
            if name in schema.PROTECTED
            else f"Attributes are {', '.join(schema.PROTECTED)}.",
            id="predictor.E001",
        )
        for name, group in settings.REFERENCE_GROUPS.items()
        if group not in _groups(name)
    ]


def _groups(name: str) -> tuple[str, ...]:
    field = schema.FIELDS.get(name)
    if name in schema.PROTECTED and isinstance(field, schema.Category):
        return (*field.choices, MISSING)
    return ()
