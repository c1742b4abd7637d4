"""The model versions, and the one that is live."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from predictor.api.history import NewestFirst
from predictor.api.serializers import ModelVersionSerializer
from predictor.models import ModelVersion
from predictor.services import registry


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
    """The version that scores now, and its reference applicant."""

    permission = "predictor.view_modelversion"

    @extend_schema(responses=ModelVersionSerializer)
    def get(self, request: Request) -> Response:
        live = registry.live()
        version = ModelVersion.objects.get(number=live.number)
        body: dict[str, Any] = dict(ModelVersionSerializer(version).data)
        return Response(body | {"reference_applicant": live.reference_applicant})
