"""The loan application: what was asked for, where it stands, how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.db.models.functions import Length

from ml import schema
from predictor.models import columns
from predictor.models.application_queryset import LoanApplicationQuerySet
from predictor.models.keys import new_key
from predictor.models.queues import ORDERS, QUEUE, WAITING_SINCE
from predictor.models.statuses import (
    OPEN_STATUSES,
    STATUS_OF_LABEL,
    LabelSource,
    Outcome,
    Source,
    Status,
)

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

__all__ = [
    "OPEN_STATUSES",
    "STATUS_OF_LABEL",
    "LabelSource",
    "LoanApplication",
    "LoanApplicationQuerySet",
    "Outcome",
    "Source",
    "Status",
]

models.CharField.register_lookup(Length)


class LoanApplication(models.Model):
    """One application, with the values of its newest revision."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    loan_id = models.CharField(
        schema.LOAN_ID.label, max_length=schema.LOAN_ID.max_length, unique=True
    )
    gender = columns.category(schema.GENDER)
    married = columns.category(schema.MARRIED)
    dependents = columns.category(schema.DEPENDENTS)
    education = columns.category(schema.EDUCATION)
    self_employed = columns.category(schema.SELF_EMPLOYED)
    applicant_income = columns.number(schema.APPLICANT_INCOME)
    coapplicant_income = columns.number(schema.COAPPLICANT_INCOME)
    loan_amount = columns.number(schema.LOAN_AMOUNT)
    loan_amount_term = columns.number(schema.LOAN_AMOUNT_TERM)
    credit_history = columns.flag(schema.CREDIT_HISTORY)
    property_area = columns.category(schema.PROPERTY_AREA)

    status = models.CharField(max_length=24, choices=Status.choices)
    received_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    notified_at = models.DateTimeField(null=True, blank=True)
    #: Where a counter-offer was answered: see services/deciding/deadlines.py.
    counts_from = models.DateTimeField(null=True, blank=True, editable=False)

    loan_status = columns.category(schema.LOAN_STATUS)
    label_source = models.CharField(  # noqa: DJ001 - no label, no source
        max_length=16, choices=LabelSource.choices, null=True, blank=True
    )
    outcome = models.CharField(  # noqa: DJ001 - NULL: the loan has not ended
        max_length=16, choices=Outcome.choices, null=True, blank=True
    )
    outcome_at = models.DateTimeField(null=True, blank=True)

    source = models.CharField(max_length=16, choices=Source.choices)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        help_text="Who sent it, and may send it again until it is decided.",
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,  # most have none: see the index below
        help_text="Which officer works on it.",
    )
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    # Kept by the database: see predictor/models/queues.py.
    queue = models.GeneratedField(
        expression=QUEUE,
        output_field=models.CharField(max_length=10, null=True),
        db_persist=True,
    )
    waiting_since = models.GeneratedField(
        expression=WAITING_SINCE,
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )

    objects = LoanApplicationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        permissions: ClassVar[list[Any]] = [
            ("view_protected", "Can see sex, marital status and dependents")
        ]
        indexes: ClassVar[list[Any]] = [
            Index(
                name=f"queue_by_{name}",
                fields=["queue", clock, "id"],
                condition=Q(queue__isnull=False),
            )
            for name, clock in ORDERS.items()
        ] + [
            # Nobody's when it comes: to write one costs nothing here.
            Index(
                name="queue_of_assignee",
                fields=["assignee", "queue", "waiting_since", "id"],
                condition=Q(assignee__isnull=False, queue__isnull=False),
            )
        ]
        constraints: ClassVar[list[Any]] = [
            *columns.dictionary_constraints(*schema.PREDICTORS),
            CheckConstraint(
                name="loan_id_not_empty", condition=Q(loan_id__length__gte=1)
            ),
            CheckConstraint(
                name="status_known", condition=columns.one_of("status", Status.values)
            ),
            CheckConstraint(
                name="source_known", condition=columns.one_of("source", Source.values)
            ),
            CheckConstraint(
                name="label_says_the_status",
                condition=(
                    # "is not null" in each: an unknown condition would pass.
                    Q(
                        loan_status__isnull=False,
                        loan_status="Y",
                        status=Status.APPROVED,
                    )
                    | Q(
                        loan_status__isnull=False,
                        loan_status="N",
                        status=Status.DECLINED,
                    )
                    | Q(loan_status__isnull=True)
                    & ~columns.one_of("status", [Status.APPROVED, Status.DECLINED])
                ),
            ),
            CheckConstraint(
                name="label_has_a_source",
                condition=(
                    Q(loan_status__isnull=True, label_source__isnull=True)
                    | Q(loan_status__isnull=False, label_source__isnull=False)
                    & columns.one_of("label_source", LabelSource.values)
                ),
            ),
            # What a score needs may be missing only where nobody waits for one.
            CheckConstraint(
                name="required_facts_are_there",
                condition=columns.one_of(
                    "status",
                    [Status.INCOMPLETE, Status.WITHDRAWN, Status.CLOSED_INCOMPLETE],
                )
                | columns.present(*(f for f in schema.PREDICTORS if f.required)),
            ),
            CheckConstraint(
                name="ready_is_complete",
                condition=~Q(status=Status.READY)
                | Q(completed_at__isnull=False)
                & columns.present(
                    *(schema.FIELDS[name] for name in schema.NEEDED_TO_DECIDE)
                ),
            ),
            CheckConstraint(
                name="outcome_of_an_approved_loan",
                condition=(
                    Q(outcome__isnull=True, outcome_at__isnull=True)
                    | Q(
                        outcome__isnull=False,
                        outcome_at__isnull=False,
                        status=Status.APPROVED,
                    )
                    & columns.one_of("outcome", Outcome.values)
                ),
            ),
            CheckConstraint(name="revision_from_one", condition=Q(revision__gte=1)),
        ]

    def __str__(self) -> str:
        return self.loan_id

    @property
    def is_open(self) -> bool:
        """Whether its values may still be changed."""
        return self.status in OPEN_STATUSES

    def may_be_changed_by(self, user: AbstractBaseUser | AnonymousUser) -> bool:
        """Whether somebody may send other values: who sent it, until it is decided.

        On its own page an officer changes it, whoever sent it.
        """
        return self.is_open and self.owner_id == user.pk

    def as_applicant(self) -> schema.Applicant:
        """Return the values as the data dictionary's record, ready to be scored."""
        return {f.name: getattr(self, f.attribute) for f in schema.APPLICANT_FIELDS}
