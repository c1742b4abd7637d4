"""The words of an application: where it stands, whence it came, how it ended."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where an application stands. Only approved and declined are labels."""

    INCOMPLETE = "incomplete", _("Incomplete")
    READY = "ready", _("Ready")
    SECOND_OFFICER = "awaiting_second_officer", _("Awaiting second officer")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    COUNTER_OFFER = "counter_offer", _("Counter-offer")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CLOSED_INCOMPLETE = "closed_incomplete", _("Closed incomplete")


#: In these an application's values may still be changed.
OPEN_STATUSES = (Status.INCOMPLETE, Status.READY)
#: What a label says of the status.
STATUS_OF_LABEL = {"Y": Status.APPROVED, "N": Status.DECLINED}


class Source(models.TextChoices):
    """How an application came here first."""

    FORM = "form", _("Form")
    API = "api", _("API")
    TUTORIAL = "tutorial", _("Tutorial's endpoint")
    BATCH = "batch", _("Scored file")
    IMPORTED = "imported", _("Imported file")
    SAMPLE = "sample", _("Boston sample")


class LabelSource(models.TextChoices):
    """Who said how an application was decided."""

    SAMPLE = "sample", _("Boston sample")
    IMPORTED = "imported", _("Imported file")
    OFFICER = "officer", _("Loan officer")
    API = "api", _("API")


class Outcome(models.TextChoices):
    """How a loan ended: not the same as how it was decided."""

    REPAID = "repaid", _("Repaid")
    DEFAULTED = "defaulted", _("Defaulted")
