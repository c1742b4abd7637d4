"""Users and groups, in the look of the other pages.

An account is deactivated, never deleted: the record names who asked and who decided.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from predictor.services import accounts

User = get_user_model()
admin.site.unregister(User)
admin.site.unregister(Group)


class WithoutNul(admin.ModelAdmin):  # type: ignore[type-arg]
    """Survives a NUL in the query string, which PostgreSQL takes in no text."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return "\0" not in value and super().lookup_allowed(lookup, value, request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.replace("\0", "")
        return super().get_search_results(request, queryset, term)


@admin.register(User)
class UserAdmin(WithoutNul, auth_admin.UserAdmin, ModelAdmin):  # type: ignore[type-arg]
    """People, and the clients that tokens belong to."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    filter_horizontal = ()  # two lists side by side are wider than a laptop's screen
    list_per_page = 25

    readonly_fields = ("is_staff",)  # it follows from the roles

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only who may do everything changes somebody who may do everything."""
        if obj is not None and obj.is_superuser and not _is_superuser(request):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(
        self, request: HttpRequest, obj: Any = None
    ) -> tuple[str, ...]:
        """Keep administrators from making anybody more than a role makes them."""
        fixed = () if _is_superuser(request) else ("is_superuser", "user_permissions")
        return (*super().get_readonly_fields(request, obj), *fixed)

    def save_related(self, request: HttpRequest, form: Any, *args: Any) -> None:
        super().save_related(request, form, *args)
        accounts.settle(form.instance)


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


@admin.register(Group)
class GroupAdmin(WithoutNul, auth_admin.GroupAdmin, ModelAdmin):
    """What people with the same work may do."""
