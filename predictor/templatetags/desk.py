"""Numbers of the desk as officers read them."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def some(number: int) -> str:
    """Return a number with its thousands set apart."""
    return f"{number:,}"


@register.filter
def atmost(number: int, most: int) -> str:
    """Return a number; where it was counted no further, that there are more."""
    return f"{most:,}+" if number > most else f"{number:,}"
