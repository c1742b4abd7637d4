"""Model versions: how good they are, and which is live."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from unfold.decorators import action

from predictor.admin import display, gate, tables
from predictor.admin.activation_dialogs import ActivationForm, ReasonForm
from predictor.admin.base import leave_dialog
from predictor.admin.model_reports import ReportedAdmin
from predictor.models import ModelActivation, ModelVersion
from predictor.services import activations

PERMISSION = "predictor.activate_modelversion"


@admin.register(ModelVersion)
class ModelVersionAdmin(ReportedAdmin):
    """Every version that was trained."""

    actions_detail = ("report", "activate", "roll_back")
    list_before_template = "admin/model_versions_legend.html"
    list_display = (
        "name",
        "state",
        "family",
        "rows",
        "cross_validated",
        "held_out",
        "baseline",
        "created",
    )
    fieldsets: ClassVar[Any] = (
        (
            "Version",
            {"fields": ("name", "state", "family", "created", "trainer", "uses")},
        ),
        ("Thresholds", {"fields": ("approves", "declines")}),
        (
            "Training data",
            {"fields": ("rows", "label", "seed", "data_digest")},
        ),
        ("Artifact", {"fields": ("artifact_digest",)}),
    )

    @admin.display(description="Version")
    def name(self, version: ModelVersion) -> str:
        return str(version)

    @admin.display(description="State")
    def state(self, version: ModelVersion) -> str:
        return display.label("active", "Active") if version.is_active else "Not active"

    @admin.display(description="Created")
    def created(self, version: ModelVersion) -> object:
        return display.when(version.created_at)

    @admin.display(description="Cross-validated")
    def cross_validated(self, version: ModelVersion) -> str:
        return _summary(version, "cross_validation")

    @admin.display(description="Hold-out")
    def held_out(self, version: ModelVersion) -> str:
        return _summary(version, "hold_out")

    @admin.display(description="Baseline")
    def baseline(self, version: ModelVersion) -> str:
        return _summary(version, "baseline")

    @admin.display(description="Trained by")
    def trainer(self, version: ModelVersion) -> str:
        return str(version.trained_by or "Command line")

    @admin.display(description="Inputs")
    def uses(self, version: ModelVersion) -> str:
        return ", ".join(tables.field_label(name) for name in version.inputs)

    @admin.display(description="Approve from")
    def approves(self, version: ModelVersion) -> str:
        return display.percent(version.approve_from)

    @admin.display(description="Decline below")
    def declines(self, version: ModelVersion) -> str:
        return display.percent(version.decline_below)

    @admin.display(description="SHA-256 of the rows")
    def data_digest(self, version: ModelVersion) -> SafeString:
        return display.digest(version.data_sha256)

    @admin.display(description="SHA-256 of the files")
    def artifact_digest(self, version: ModelVersion) -> SafeString:
        return display.digest(version.artifact_sha256)

    def below(self, obj: ModelVersion) -> list[tables.Table]:
        return [
            *gate.tables_of(obj),
            *tables.of_json("Metrics", _measured(obj)),
            *tables.of_json("Parameters", obj.parameters),
            _libraries(obj),
            _activations(obj),
        ]

    # Which version is live

    def has_activate_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether somebody may change which version is live."""
        return self.has_view_permission(request) and request.user.has_perm(PERMISSION)

    def get_actions_detail(self, request: HttpRequest, object_id: str) -> list[Any]:
        """Offer on a version's page the one change that makes sense there."""
        version = self.get_object(request, object_id)
        unwanted = "activate" if version and version.is_active else "roll_back"
        offered = super().get_actions_detail(request, object_id)
        return [a for a in offered if not a.action_name.endswith(f"_{unwanted}")]

    @action(
        description="Activate",
        icon="rocket_launch",
        permissions=["activate"],
        dialog={
            "title": "Activate this version",
            "description": "All processes serve it within a second.",
            "form_class": ActivationForm,
            "form_submit_text": "Activate",
        },
    )
    def activate(
        self, request: HttpRequest, form: ActivationForm, object_id: str
    ) -> HttpResponse:
        """Make this version the live one, unless another went live meanwhile."""
        number = _number(object_id)
        said = form.cleaned_data
        return self._change(
            request,
            lambda: activations.activate(
                number=number,
                reason=said["reason"],
                by=_person(request),
                instead_of=said["instead_of"],
            ),
        )

    @action(
        description="Roll back",
        icon="undo",
        permissions=["activate"],
        dialog={
            "title": "Roll back",
            "description": "The version that was live before goes live again.",
            "form_class": ReasonForm,
            "form_submit_text": "Roll back",
        },
    )
    def roll_back(
        self, request: HttpRequest, form: ReasonForm, object_id: str
    ) -> HttpResponse:
        """Make the version live that was before this one."""
        reason = form.cleaned_data["reason"]
        return self._change(
            request,
            lambda: activations.roll_back(
                reason=reason, by=_person(request), instead_of=_number(object_id)
            ),
        )

    def _change(
        self, request: HttpRequest, change: Callable[[], ModelActivation]
    ) -> HttpResponse:
        try:
            activation = change()
        except activations.ActivationError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, activations.describe(activation))
        return leave_dialog(request, reverse("admin:predictor_modelversion_changelist"))


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - nobody else gets here
    return request.user


def _measured(version: ModelVersion) -> dict[str, Any]:
    return {k: v for k, v in version.metrics.items() if v is not None and k != "gate"}


def _summary(version: ModelVersion, part: str) -> str:
    measured = version.metrics.get(part) or {}
    return " · ".join(_three(measured.get(m)) for m in ("auc", "log_loss", "brier"))


def _three(number: object) -> str:
    return f"{number:.3f}" if isinstance(number, float) else display.NOTHING


def _libraries(version: ModelVersion) -> tables.Table:
    return tables.Table(
        title="Library versions",
        headers=("Library", "Version"),
        rows=list(version.library_versions.items()),
    )


def _activations(version: ModelVersion) -> tables.Table:
    newest = version.activations.order_by("-id").select_related("activated_by")
    return tables.Table(
        title="Activations",
        headers=("When", "By", "Why"),
        rows=[
            [
                display.link(row, display.when(row.created_at)),
                row.activated_by or "Command line",
                row.reason,
            ]
            for row in newest[:20]
        ],
    )


def _number(object_id: str) -> int:
    """Return the number in an address; 0, which no version has, where it is none."""
    return int(object_id) if object_id.isdecimal() and len(object_id) < 10 else 0
