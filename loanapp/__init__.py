"""The Django project: settings, addresses, entry point."""

__version__ = "0.1.0"
