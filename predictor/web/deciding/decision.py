"""One decision: who decided what on what grounds, and what became of it."""

from __future__ import annotations

from typing import Any, Final, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from predictor.models import Decision, JournalEntry, Verdict
from predictor.models.journal import ANSWERS
from predictor.services.deciding import blind, deadlines, second, standing
from predictor.services.deciding.standing import Standing
from predictor.web.deciding import choices, terms
from predictor.web.form_page import form_page
from predictor.web.login import interrupted
from predictor.web.page_form import PageForm
from predictor.web.texts import paragraph

_STORED: Final = Decision.objects.select_related(
    "application", "decided_by", "prediction", "reverses"
)


_CONFIRM: Final = "confirm"
_ANSWERS: Final = (_CONFIRM, "send-back")


class AnswerForm(PageForm):
    """What a second officer says of a decision."""

    text = paragraph(
        _("What do you say to it?"),
        _("Needed where you send it back. The one who decided reads it."),
    )

    def __init__(self, data: QueryDict | None, *, typed: QueryDict) -> None:
        self.resumed = bool(typed)
        super().__init__(data, initial=typed.dict())


@login_required
@permission_required("predictor.view_decision", raise_exception=True)
@require_safe
def decision_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a decision as it was taken, and where it stands."""
    decision = get_object_or_404(_STORED, pk=pk)
    return _show(request, decision, AnswerForm(None, typed=QueryDict()))


@form_page("predictor.add_decision")
def decision_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirm a decision as its second officer, or send it back."""
    decision = get_object_or_404(_STORED, pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = AnswerForm(sent, typed=interrupted.typed(request))
    if request.POST.get("action") not in _ANSWERS or not form.is_valid():
        return _show(request, decision, form)
    interrupted.forget(request)
    try:
        messages.success(request, _answer(request, decision, form))
    except second.NoReason as missing:
        form.add_error("text", str(missing))
        return _show(request, decision, form)
    except (second.NothingToConfirm, second.SamePerson) as refused:
        messages.error(request, str(refused))
    except blind.Hidden:
        return redirect("first-view", pk=decision.application_id)
    return redirect("decision", pk=decision.pk)


def _answer(request: HttpRequest, decision: Decision, form: AnswerForm) -> str:
    """Do what the button says."""
    by, text = cast("User", request.user), form.cleaned_data["text"]
    if request.POST.get("action") == _CONFIRM:
        second.confirm(decision.pk, by=by, text=text)
        return gettext("Confirmed: the decision is in effect.")
    second.send_back(decision.pk, by=by, text=text)
    return gettext("Sent back: the decision did not take effect.")


def _show(request: HttpRequest, decision: Decision, form: AnswerForm) -> HttpResponse:
    if blind.is_hidden(decision.application, request.user):
        return redirect("first-view", pk=decision.application_id)
    where = standing.of(decision)
    context: dict[str, Any] = {
        "decision": decision,
        "application": decision.application,
        "form": form,
        "resumed": form.resumed,
        "standing": where,
        "asked": terms.in_words(decision.inputs),
        "offered": decision.offer and terms.in_words(decision.offer),
        "answer": _answer_to(decision),
        "replaced_by": standing.successor(decision) if where in _FOLLOWED else None,
        "after_offer": decision.verdict == Verdict.COUNTER_OFFER,
        "due": deadlines.due(decision.application) if where in _MOVING else None,
    }
    if request.user.has_perm("predictor.add_decision"):
        context |= _what_may_be_done(request, decision, where)
    return render(request, "web/decision.html", context)


_MOVING: Final = (Standing.IN_FORCE, Standing.AWAITING)
_FOLLOWED: Final = (Standing.CONTESTED, Standing.REPLACED)


def _answer_to(decision: Decision) -> JournalEntry | None:
    answers = decision.journal.filter(kind__in=ANSWERS)
    return answers.select_related("written_by").first()


def _what_may_be_done(
    request: HttpRequest, decision: Decision, where: Standing
) -> dict[str, Any]:
    if where == Standing.AWAITING:
        may = second.may_answer(decision, cast("User", request.user))
        return {"may_answer": may, "is_own": not may}
    newest = decision.application.predictions.order_by("-id").first()
    if where != Standing.IN_FORCE or newest is None:
        return {}
    newest.application = decision.application
    return {"instead": choices.instead_of(decision, newest)}
