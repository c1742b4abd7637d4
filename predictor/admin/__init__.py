"""The Django admin: one module for each screen."""

from predictor.admin import (
    accounts,
    activations,
    applications,
    decisions,
    model_versions,
    predictions,
    site,
    tokens,
)

__all__ = [
    "accounts",
    "activations",
    "applications",
    "decisions",
    "model_versions",
    "predictions",
    "site",
    "tokens",
]
