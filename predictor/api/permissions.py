"""What a token may be used for, and what a person may do through the API."""

from __future__ import annotations

from typing import Any, Final

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from predictor.models import ApiToken, Scope

_FOR_PEOPLE: Final = (
    "People decide: this token is a program's. One of a person is made by "
    "manage.py create_token --for USERNAME."
)
_LACKS_PERMISSION: Final = "The person whose token this is may not do that."


class MayCall(BasePermission):
    """A token needs the scope that the view names, a person the permission.

    A view without a ``permission`` is closed to people, whether they come with a
    session or with a token of theirs. Programs are asked for no permission: that would
    be two more queries for every score. A view ``for_people`` is closed to programs.
    """

    message = "The token lacks the scope for this, or your account the permission."

    def has_permission(self, request: Request, view: Any) -> bool:
        token = request.auth
        permission: str = getattr(view, "permission", "")
        if not isinstance(token, ApiToken):
            return bool(permission) and request.user.has_perm(permission)
        if _scopes_of(view).isdisjoint(token.scopes):
            return False
        if token.is_personal:
            self.message = _LACKS_PERMISSION
            return bool(permission) and request.user.has_perm(permission)
        self.message = _FOR_PEOPLE
        return not getattr(view, "for_people", False)


def _scopes_of(view: Any) -> set[Scope]:
    """Return the scopes of which a token needs one."""
    return {getattr(view, "scope", Scope.READ), *getattr(view, "other_scopes", ())}
