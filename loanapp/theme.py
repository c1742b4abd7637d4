"""The look of the admin: the setting UNFOLD."""

from __future__ import annotations

from typing import Any, Final

from django.templatetags.static import static
from django.urls import reverse_lazy

UNFOLD: Final[dict[str, Any]] = {
    "SITE_TITLE": "Loanapp",
    "SITE_HEADER": "Loanapp",
    "SITE_SYMBOL": "account_balance",
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("loanapp/icon.svg"),
        }
    ],
    "SITE_URL": reverse_lazy("application-list"),
    "SHOW_BACK_BUTTON": True,
    "ENVIRONMENT": "predictor.admin.site.environment",
    # The theme's own shade is too dark for links on its dark ground (WCAG 1.4.3).
    "COLORS": {"primary": {"500": "oklch(68% .23 304.5)"}},
    "SIDEBAR": {"navigation": "predictor.admin.site.navigation"},
}
