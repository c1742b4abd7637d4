"""The app's configuration."""

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import register
from django.db.backends.signals import connection_created
from django.db.models.signals import post_delete, post_migrate, post_save, pre_save


class PredictorConfig(AppConfig):
    """Loan applications, predictions, models."""

    name = "predictor"
    verbose_name = "Loan desk"

    def ready(self) -> None:
        from axes.models import AccessAttempt

        from predictor import checks
        from predictor.models import ApiToken, append_only, revision
        from predictor.services import callers, logins

        register(checks.reference_groups)
        connection_created.connect(append_only.prepare_connection)
        post_migrate.connect(append_only.install_triggers, sender=self)
        post_migrate.connect(revision.install_trigger, sender=self)
        for model in (ApiToken, settings.AUTH_USER_MODEL):
            post_save.connect(callers.forget, sender=model)
            post_delete.connect(callers.forget, sender=model)
        pre_save.connect(logins.keep_nothing_posted, sender=AccessAttempt)
