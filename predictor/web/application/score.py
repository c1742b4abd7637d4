"""Scoring an application again, as it stands."""

from __future__ import annotations

from typing import Final, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from predictor.models import LoanApplication
from predictor.services import registry, scoring
from predictor.services.desk import correcting
from predictor.web.addresses import of_application
from predictor.web.form_page import form_page
from predictor.web.wording import Words

_WHY_NOT: Final[dict[type[Exception], Words]] = {
    correcting.NotOpen: _("It was not scored: it is decided or closed."),
    correcting.ChangedMeanwhile: _(
        "It was not scored: somebody changed it at that moment. Look at it, and score "
        "it again."
    ),
    scoring.InvalidRows: _(
        "It was not scored: facts that a score needs are missing. Go on with the form."
    ),
    registry.NoActiveModel: _("It was not scored: no model is active yet."),
    registry.ArtifactError: _("It was not scored: the active model cannot be read."),
}


@form_page("predictor.add_prediction", "predictor.add_loanapplication")
def score_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Score an open application as it stands, whoever sent it."""
    get_object_or_404(LoanApplication.objects.only("pk"), pk=pk)
    if request.method != "POST":
        return redirect(of_application(pk))
    try:
        scored = correcting.score_again(
            pk, by=cast("User", request.user), request_id=request.META["REQUEST_ID"]
        )
    except tuple(_WHY_NOT) as refused:
        messages.error(request, _WHY_NOT[type(refused)])
        return redirect(of_application(pk))
    messages.success(request, gettext("Scored again."))
    return redirect("prediction-detail", pk=scored.answers.id[0])
