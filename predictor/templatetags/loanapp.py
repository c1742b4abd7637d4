"""What officers see: probabilities as a number and on a scale, the lender's days."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from predictor.models import Prediction, Recommendation
from predictor.services import days

register = template.Library()

_WIDTH: Final = 320  # of the drawing, in its own units
_NARROWEST_WORD: Final = 54
_MOST_DECIMALS: Final = 4


@register.filter
def percent(probability: float) -> str:
    """Return a probability as ``83 %``; nothing is ever quite 0 or 100 %."""
    rounded = round(_hundredfold(probability))
    if rounded == 0 and probability > 0:
        return gettext("less than 1 %%") % ()
    if rounded == 100 and probability < 1:
        return gettext("more than 99 %%") % ()
    return f"{_hundredfold(probability):.0f} %"


@register.filter
def lenders_day(moment: datetime) -> date:
    """Return the day of a moment as the lender counts it, whoever looks."""
    return days.of(moment)


@register.filter
def chance(prediction: Prediction) -> str:
    """Return the probability, with decimals where a limit is as near as that."""
    exact = _hundredfold(prediction.probability)
    limits = [
        _hundredfold(limit)
        for limit in (prediction.approve_from, prediction.decline_below)
    ]
    for decimals in range(1, _MOST_DECIMALS):
        shown = round(exact, decimals - 1)
        if all((shown >= limit) == (exact >= limit) for limit in limits):
            return percent(prediction.probability) if decimals == 1 else f"{shown} %"
    return f"{exact} %"


def _hundredfold(share: float) -> Decimal:
    return Decimal(repr(share)) * 100


@register.simple_tag
def suggestion(prediction: Prediction) -> SafeString:
    """Show what the model suggests: a word, an icon, a colour.

    With ``as`` it can stand inside a sentence that is translated.
    """
    context = {
        "kind": prediction.recommendation,
        "word": Recommendation(prediction.recommendation).word,
    }
    return render_to_string("web/suggestion.html", context)


@register.inclusion_tag("web/scale.html")
def scale(prediction: Prediction) -> dict[str, Any]:
    """Draw the probability between both limits."""
    decline, approve = prediction.decline_below, prediction.approve_from
    zones = (
        (Recommendation.DECLINE, 0.0, decline),
        (Recommendation.REFER, decline, approve),
        (Recommendation.APPROVE, approve, 1.0),
    )
    return {
        "prediction": prediction,
        "width": _WIDTH,
        "zones": [_zone(*zone) for zone in zones],
        "limits": [_limit(decline, "end"), _limit(approve, "start")],
        "marker": _marker(prediction.probability),
    }


def _zone(kind: Recommendation, start: float, end: float) -> dict[str, str]:
    width = (end - start) * _WIDTH
    return {
        "kind": kind.value,
        "x": _at(start),
        "width": f"{width:.1f}",
        "middle": _at((start + end) / 2),
        "word": kind.word if width >= _NARROWEST_WORD else "",
    }


def _limit(share: float, anchor: str) -> dict[str, str]:
    """Return where a limit stands; labels lean away from each other."""
    away = -4 if anchor == "end" else 4
    return {
        "x": _at(share),
        "text_x": f"{share * _WIDTH + away:.1f}",
        "anchor": anchor,
        "text": percent(share) if 0 < share < 1 else "",
    }


def _marker(share: float) -> dict[str, str]:
    x = share * _WIDTH
    anchor = "start" if share < 0.1 else "end" if share > 0.9 else "middle"
    points = f"{x:.1f},42 {x - 7:.1f},28 {x + 7:.1f},28"
    return {"x": f"{x:.1f}", "anchor": anchor, "points": points}


def _at(share: float) -> str:
    return f"{share * _WIDTH:.1f}"
