"""API tokens: seen and revoked here, made by ``manage.py create_token``.

Neither a token nor its hash is on any page. The hash is the primary key, so addresses
name a token by its first characters, which are stored for that purpose.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action

from predictor.admin import display
from predictor.admin.base import FixedOrder, RecordAdmin, leave_dialog
from predictor.models import ApiToken
from predictor.services import accounts


class TokenList(FixedOrder):
    """A list whose rows and links do not tell the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_popup = False  # a pop-up's links carry the key

    def url_for_result(self, result: ApiToken) -> str:
        return display.page_of(result, result.token_key)


@admin.register(ApiToken)
class ApiTokenAdmin(RecordAdmin):
    """Who may call the API, for what, and until when."""

    actions_detail = ("revoke",)
    list_display = (
        "client",
        "user",
        "may",
        "pace",
        "begun",
        "expires",
        "used",
    )
    list_filter = ()
    list_select_related = ("user",)
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": (
                    "name",
                    "token_key",
                    "user",
                    "whose",
                    "may",
                    "pace",
                    "begun",
                    "expires",
                    "used",
                )
            },
        ),
    )

    @admin.display(description="Name")
    def client(self, token: ApiToken) -> str:
        return token.name

    @admin.display(description="Scopes")
    def may(self, token: ApiToken) -> str:
        return ", ".join(token.scopes)

    @admin.display(description="Belongs to")
    def whose(self, token: ApiToken) -> str:
        if accounts.is_client(token.user):
            return "A program"
        return "A person: it opens what their role allows, and no more than its scopes"

    @admin.display(description="Rate")
    def pace(self, token: ApiToken) -> str:
        return token.rate or "As set for all"

    @admin.display(description="Created")
    def begun(self, token: ApiToken) -> object:
        return display.when(token.created)

    @admin.display(description="Expires")
    def expires(self, token: ApiToken) -> object:
        if token.expiry is None:
            return "Never"
        if token.expiry < timezone.now():
            return display.label("expired", "Expired")
        return display.when(token.expiry)

    @admin.display(description="Last used")
    def used(self, token: ApiToken) -> object:
        return display.when(token.last_used_at)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[TokenList]:
        return TokenList

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> ApiToken | None:
        if "\0" in object_id:  # PostgreSQL takes none
            return None
        token: ApiToken | None = ApiToken.objects.filter(token_key=object_id).first()
        return token

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["original"] = str(kwargs["obj"])  # else the heading links to its key
        return super().render_change_form(request, context, *args, **kwargs)

    def has_revoke_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether somebody may revoke tokens."""
        return request.user.has_perm("predictor.delete_apitoken")

    @action(
        description="Revoke",
        icon="block",
        permissions=["view", "revoke"],
        dialog={
            "title": "Revoke this token",
            "description": "Its client is refused from now on.",
            "form_class": None,
            "form_submit_text": "Revoke",
        },
    )
    def revoke(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Delete the token, and log who did."""
        token = self.get_object(request, unquote(object_id))  # actions get it as it is
        if token is None:
            messages.error(request, "There is no such token any more.")
        else:
            self._delete(request, token)
            messages.success(request, f"The token of {token.name} is revoked.")
        return leave_dialog(request, reverse("admin:predictor_apitoken_changelist"))

    @transaction.atomic
    def _delete(self, request: HttpRequest, token: ApiToken) -> None:
        self.log_deletions(request, ApiToken.objects.filter(pk=token.pk))
        token.delete()
