"""What an officer asks for at the full desk: every page, and its hard cases."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class Visit:
    """One page as it is asked for.

    ``{name}`` in a query stands for a key that the filler found by that name.
    """

    title: str
    route: str
    key: str = ""  # the name of the keys that the address is made with, one by one
    query: str = ""
    sent: Mapping[str, str] = field(default_factory=dict)  # then it is a POST
    answer: int = 200
    logged_in: bool = True


#: Routes that are not asked for, and why not.
LEFT_OUT: Final = {
    "logout": "it ends the session, and looks at nothing else",
    "claim-selected": "it does what claiming one does, of 25 at most",
    "first-view": "by default no score is hidden, and it leads to the application",
    "decision-answer": "by default nobody waits for a second officer",
    "file-detail": "one file's job, read by its key",
    **dict.fromkeys(
        (
            "file-scores-csv",
            "file-scores-excel",
            "file-errors-csv",
            "file-errors-excel",
            "file-template-csv",
            "file-template-excel",
        ),
        "a download, sent while it is made",
    ),
}

_APPLICANT: Final = {
    "loan_amount": "110,000",
    "loan_amount_term": "360",
    "credit_history": "1",
    "education": "Graduate",
    "self_employed": "No",
    "applicant_income": "5,720",
    "has_coapplicant": "Yes",
    "coapplicant_income": "1,500",
    "property_area": "Urban",
}
_LIST: Final = "application-list"
_TABS: Final = ("to_decide", "incomplete", "offers", "letters", "mine", "all")
#: A place in the order of the moments, as the list writes it in its addresses.
_YEAR_AGO: Final = (
    f"{int((datetime.now(UTC) - timedelta(days=365)).timestamp())}000000_{{middle}}"
)
_SUGGESTIONS: Final = ("approve", "refer", "decline", "none")


def _listed(title: str, query: str = "") -> Visit:
    return Visit(f"list: {title}", _LIST, query=query)


VISITS: Final = (
    Visit("log in", "login", logged_in=False),
    Visit("a new application", "application-new"),
    Visit("an application is scored", "application-new", sent=_APPLICANT, answer=302),
    Visit(
        "an application is saved",
        "application-new",
        sent={**_APPLICANT, "action": "save"},
        answer=302,
    ),
    *(_listed(tab, f"tab={tab}") for tab in _TABS),
    *(
        _listed(f"by {by}, {way}", f"order={by}&dir={way}")
        for by in ("due", "received", "touched")
        for way in ("asc", "desc")
    ),
    _listed("to decide, in the middle", f"order=due&after={_YEAR_AGO}"),
    _listed("to decide, back from the middle", f"order=due&before={_YEAR_AGO}"),
    _listed("all, in the middle", "tab=all&after={middle}"),
    _listed("all, back from the middle", "tab=all&before={middle}"),
    _listed("nobody's", "whose=nobody"),
    _listed("mine among all", "tab=all&whose=me"),
    _listed("a status that is rare", "tab=all&status=withdrawn"),
    _listed("a source that there is not", "source=sample"),
    *(_listed(f"suggestion {one}", f"suggestion={one}") for one in _SUGGESTIONS),
    *(
        _listed(f"{one}, in the middle", f"suggestion={one}&after={_YEAR_AGO}")
        for one in _SUGGESTIONS
    ),
    _listed("search, one found", "tab=all&q=D00000777"),
    _listed("search, hundreds found", "tab=all&q=D00005"),
    _listed("search, 10,000 old found", "q=D0001"),
    _listed("search, all found", "q=D"),
    _listed("search, none found", "q=Z9"),
    _listed("search and suggestion", "q=D00005&suggestion=decline"),
    Visit("overview", "overview"),
    Visit("the next application", "next-application", sent={"x": ""}, answer=302),
    Visit("claim", "claim", "middle", sent={"action": "claim"}, answer=302),
    Visit("application", "application-detail", "middle"),
    Visit("application, 200 scores", "application-detail", "crowded"),
    Visit("application, its history", "application-history", "crowded"),
    Visit("application is scored again", "application-score", "own", answer=302),
    Visit("a note", "application-note", "crowded", sent={"text": "Words."}, answer=302),
    Visit("withdraw", "application-withdraw", "middle"),
    Visit("close", "application-close", "middle", answer=302),
    Visit("reopen", "application-reopen", "middle", answer=302),
    Visit("outcome", "outcome", "middle", answer=302),
    Visit("application to go on with", "application-edit", "own"),
    Visit("result", "prediction-detail", "explained"),
    Visit("result, explained now", "prediction-detail", "unexplained"),
    Visit("result, 200 scores", "prediction-detail", "newest_of_crowded"),
    Visit(
        "what if",
        "prediction-what-if",
        "newest_of_crowded",
        sent={"amount": "90,000", "term": "180"},
    ),
    Visit("decline", "decline", "newest_of_crowded"),
    Visit(
        "decline, preview",
        "decline",
        "newest_of_crowded",
        sent={
            "action": "preview",
            "codes": "income_unverified",
            "left_out_because": "Another reason weighs more.",
            "override_code": "facts",
            "override_text": "The employer was asked.",
        },
    ),
    Visit("approve", "approve", "newest_of_crowded"),
    Visit("counter-offer", "counter-offer", "newest_of_crowded"),
    Visit("decision", "decision", "told"),
    Visit("notice", "notice", "told"),
    Visit("notice, not sent yet", "notice", "untold"),
    Visit(
        "notice is sent",
        "notice-sent",
        "untold",
        sent={"sent_on": f"{datetime.now(UTC):%Y-%m-%d}"},
        answer=302,
    ),
    Visit("files", "file-list"),
    Visit("a new file", "file-new"),
    Visit("settings", "preferences"),
    Visit("password", "password"),
)


class Forgotten(Exception):
    """A page has neither a visit nor a reason why it is left out."""

    def __init__(self, routes: Collection[str]) -> None:
        super().__init__(
            f"benchmarks/visits.py says nothing of {', '.join(sorted(routes))}: give a "
            "visit, or a reason in LEFT_OUT."
        )


def refuse_forgotten(routes: Collection[str]) -> None:
    """Refuse to measure fewer pages than there are.

    Raises
    ------
    Forgotten
    """
    known = {visit.route for visit in VISITS} | LEFT_OUT.keys()
    if forgotten := set(routes) - known:
        raise Forgotten(forgotten)
