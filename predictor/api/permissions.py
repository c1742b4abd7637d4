"""What a token may be used for."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from predictor.models import ApiToken, Scope


class HasScope(BasePermission):
    """The token has the scope that the view names; a session has them all.

    A view says it by ``scope``, or by ``get_scope(request)``.
    """

    message = "The token lacks the scope for this."

    def has_permission(self, request: Request, view: Any) -> bool:
        token = request.auth
        if not isinstance(token, ApiToken):
            return True
        scope: Scope = getattr(view, "scope", Scope.READ)
        return scope in token.scopes
