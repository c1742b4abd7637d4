"""The form with which an officer logs in."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from predictor.web.page_form import PageForm

_BLANK: Final = {
    "username": _("Enter your user name."),
    "password": _("Enter your password."),
}


class LoginForm(PageForm, AuthenticationForm):
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        if self.is_bound:  # the error summary takes the focus
            del self.fields["username"].widget.attrs["autofocus"]
        for name, message in _BLANK.items():
            self.fields[name].error_messages["required"] = message
            self.fields[name].widget.attrs["class"] = "medium"
