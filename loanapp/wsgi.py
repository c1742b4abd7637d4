"""The entry point of the application server."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loanapp.settings")

try:
    django = get_wsgi_application()

    from loanapp.fast_lane import FastLane
    from predictor.services import startup

    startup.refuse_to_serve()
    application = FastLane(django)
except ImproperlyConfigured as error:
    # The log tells of an exception where it was raised, and never what it says.
    sys.stderr.write(f"{error}\n")
    raise
