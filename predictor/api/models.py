"""The model versions, and the one that is live."""

from __future__ import annotations

from typing import Any

from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from predictor.api import openapi_models, query
from predictor.api.history import NewestFirst
from predictor.api.serializers import ModelVersionSerializer, WasLiveSerializer
from predictor.models import ModelVersion
from predictor.services import activation_log, registry


class ByNumber(NewestFirst):
    """Pages of versions, the newest first."""

    ordering = "-number"

    def check_key(self, position: str) -> None:
        """Raise ValueError where the text is no version's number."""
        int(position)


class ModelList(generics.ListAPIView[ModelVersion]):
    """All versions, the newest first."""

    permission = "predictor.view_modelversion"
    serializer_class = ModelVersionSerializer
    pagination_class = ByNumber
    queryset = ModelVersion.objects.all()


class ActiveModel(APIView):
    """The version that scores now, and its reference applicant; or scored then."""

    permission = "predictor.view_modelversion"

    @openapi_models.active_model
    def get(self, request: Request) -> Response:
        at = query.read_moment(request, "at")
        if at is not None:
            return Response(WasLiveSerializer(activation_log.live_at(at)).data)
        return Response(_now())


def _now() -> dict[str, Any]:
    live = registry.live()
    version = ModelVersion.objects.get(number=live.number)
    body: dict[str, Any] = dict(ModelVersionSerializer(version).data)
    return body | {"reference_applicant": live.reference_applicant}
