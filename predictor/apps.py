"""The app's configuration."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_save


class PredictorConfig(AppConfig):
    """Loan applications, predictions, models."""

    name = "predictor"
    verbose_name = "Loan desk"

    def ready(self) -> None:
        from axes.models import AccessAttempt

        from predictor.models import append_only
        from predictor.services import logins

        connection_created.connect(append_only.prepare_connection)
        post_migrate.connect(append_only.install_triggers, sender=self)
        pre_save.connect(logins.keep_nothing_posted, sender=AccessAttempt)
