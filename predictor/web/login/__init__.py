"""Logging in, also in the middle of a form."""
