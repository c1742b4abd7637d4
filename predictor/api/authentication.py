"""Who calls: a client with a token, or a person with a session."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils import timezone
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from predictor.models import ApiToken
from predictor.services import callers


class ApiTokenAuthentication(TokenAuthentication):
    """``Authorization: Token …``, found by its hash.

    Knox would look through all tokens of a prefix, delete expired ones (and with them
    when they were last used), and fail on a token that is not UTF-8.
    """

    def authenticate_credentials(self, token: bytes) -> tuple[User, ApiToken]:
        digest = hash_token(token.decode("utf-8", errors="replace"))
        found = callers.find(digest)
        if found is None:
            raise exceptions.AuthenticationFailed("Unknown token.")
        if found.expiry and found.expiry <= timezone.now():
            raise exceptions.AuthenticationFailed("The token has expired.")
        if not found.user.is_active:
            raise exceptions.AuthenticationFailed("The client is switched off.")
        callers.note_use(found)
        return found.user, found


class SessionAuthentication(authentication.SessionAuthentication):
    """A person who is logged in. Without any credentials the answer is 401, not 403."""

    def authenticate_header(self, request: Request) -> str:
        return "Token"


def is_program(request: Request) -> bool:
    """Whether a program calls, with a token of its own."""
    return isinstance(request.auth, ApiToken) and not request.auth.is_personal


def caller(request: Request) -> User:
    """Return who calls, where the permissions let nobody else in."""
    if not isinstance(request.user, User):
        raise exceptions.NotAuthenticated
    return request.user
