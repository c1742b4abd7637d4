"""What a token may be used for, and what a person may do through the API."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from predictor.models import ApiToken, Scope


class MayCall(BasePermission):
    """A token needs the scope that the view names, a session the permission.

    A view without a ``permission`` is closed to sessions. Tokens are asked for no
    permission: that would be two more queries for every score.
    """

    message = "The token lacks the scope for this, or your account the permission."

    def has_permission(self, request: Request, view: Any) -> bool:
        token = request.auth
        if isinstance(token, ApiToken):
            scope: Scope = getattr(view, "scope", Scope.READ)
            return scope in token.scopes
        permission: str = getattr(view, "permission", "")
        return bool(permission) and request.user.has_perm(permission)
