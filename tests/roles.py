"""The migrations that make roles and give them permissions, in their order."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

from predictor import migrations

_FOLDER = Path(migrations.__path__[0])


def role_migrations() -> list[ModuleType]:
    """Return those that name roles."""
    named = sorted(path.stem for path in _FOLDER.glob("[0-9]*.py"))
    modules = [import_module(f"predictor.migrations.{name}") for name in named]
    return [module for module in modules if hasattr(module, "ROLES")]
