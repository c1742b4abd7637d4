"""A new password of one's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from predictor.web.page_form import PageForm


class NewPasswordForm(PageForm, PasswordChangeForm):
    """The password that is, and twice the one that shall be."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (
            ("old_password", _("Your password now")),
            ("new_password1", _("New password")),
            ("new_password2", _("New password, once more")),
        ):
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = _("Enter this password.")
            self.fields[name].widget.attrs["class"] = "medium"
        if self.is_bound:  # the error summary takes the focus
            del self.fields["old_password"].widget.attrs["autofocus"]


class ChangePassword(PasswordChangeView):
    """Asks for a new password; every other login of the account ends with it."""

    template_name = "web/password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("password")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your password is changed."))
        return super().form_valid(form)
