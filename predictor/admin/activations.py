"""The activation log: what was live on that day, and why."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin

from predictor.admin import display
from predictor.admin.base import RecordAdmin
from predictor.admin.filters import DateFilter
from predictor.models import ModelActivation


@admin.register(ModelActivation)
class ModelActivationAdmin(RecordAdmin):
    """Every change of the version that is live."""

    list_display = ("when", "live", "before", "who", "reason")
    list_display_links = ("when",)
    list_filter = (DateFilter,)
    list_select_related = ("version", "previous", "activated_by")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("when", "live", "before", "who", "reason")}),
    )

    @admin.display(description="When")
    def when(self, activation: ModelActivation) -> object:
        return display.when(activation.created_at)

    @admin.display(description="Version")
    def live(self, activation: ModelActivation) -> object:
        return display.link(activation.version)

    @admin.display(description="Before")
    def before(self, activation: ModelActivation) -> object:
        return display.link(activation.previous)

    @admin.display(description="By")
    def who(self, activation: ModelActivation) -> str:
        return str(activation.activated_by or "Command line")
