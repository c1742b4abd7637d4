"""``python -m … IN OUT``: what ``manage.py score`` does, without Django's start."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

from benchmarks.contestants.told import tell


def main() -> None:
    source, target = map(Path, sys.argv[1:])
    os.environ["DJANGO_SETTINGS_MODULE"] = "loanapp.settings"
    django.setup()
    from predictor.services import files  # needs the apps

    tell(lambda: files.score_file(source=source, target=target).scored)


if __name__ == "__main__":
    main()
