"""What the pages call the three verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from predictor.models import Verdict
from predictor.web.wording import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of one verdict. ``name`` is that of its address."""

    name: str
    heading: Words
    #: Of the page, after the reference.
    title: Words
    offer: Words
    #: The link that takes the place of a decision.
    instead: Words
    #: The link after a counter-offer.
    answered: Words
    done: Words


WORDING: Final = {
    Verdict.APPROVE: Wording(
        name="approve",
        heading=_("Approve the application"),
        title=_("approve"),
        offer=_("Approve the application…"),
        instead=_("Approve it instead…"),
        answered=_("The offer was accepted: approve…"),
        done=_("Approved. Print the letter, and record its sending."),
    ),
    Verdict.DECLINE: Wording(
        name="decline",
        heading=_("Decline the application"),
        title=_("decline"),
        offer=_("Decline the application…"),
        instead=_("Decline it instead…"),
        answered=_("The offer was not accepted: decline…"),
        done=_("Declined. Print the letter, and record its sending."),
    ),
    Verdict.COUNTER_OFFER: Wording(
        name="counter-offer",
        heading=_("Make a counter-offer"),
        title=_("counter-offer"),
        offer=_("Make a counter-offer…"),
        instead=_("Make a counter-offer instead…"),
        answered=_("Make another offer…"),
        done=_("Counter-offer made. Print the letter, and record its sending."),
    ),
}
PROPOSED: Final = _(
    "Decided. It takes effect when a second officer has confirmed it; until then "
    "nobody is told."
)
