"""What is asked before another version goes live."""

from __future__ import annotations

from typing import Final

from django import forms
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminTextareaWidget

from predictor.models import ModelVersion
from predictor.services import activations

_NONE: Final = 0  # no version has that number


def _active() -> int:
    """Return which version is live while the dialog is opened."""
    active = ModelVersion.objects.filter(is_active=True).first()
    return active.number if active else _NONE


class ReasonForm(BaseDialogForm):
    """Why another version goes live."""

    reason = forms.CharField(
        max_length=activations.REASON_LENGTH,
        help_text="Stands in the activation log for good.",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


class ActivationForm(ReasonForm):
    """The same, and which version was live when somebody began to type."""

    instead_of = forms.IntegerField(
        required=False, initial=_active, widget=forms.HiddenInput
    )

    def clean_instead_of(self) -> int | None:
        """Return what ``activations.activate`` takes."""
        known = self.cleaned_data["instead_of"]
        if known is None:
            return activations.ANY_VERSION
        return None if known == _NONE else int(known)
