"""What breaks WCAG 2.2 AA on admin pages because the theme, or Django, writes it so.

None of it is a page of ours, and none keeps anybody from anything: what cannot be
reached there can be reached otherwise, as said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule of axe, what is in the tag that breaks it, and why it may."""

    rule: str
    tag: str
    why: str


THEMES: Final = (
    Violation(
        "target-size",
        'id="searchbar-submit"',
        "Unfold's button beside a search is as small as its icon; Enter searches too.",
    ),
    Violation(
        "target-size",
        'title="Toggle sorting"',
        "Unfold's arrow of a sorted column; the column's heading sorts too.",
    ),
    Violation(
        "target-size",
        'title="Remove from sorting"',
        "Unfold's cross of a sorted column; the column's heading sorts otherwise.",
    ),
    Violation(
        "aria-prohibited-attr",
        'class="help-tooltip search-label-icon"',
        "Django's two lists of permissions label an icon; the box has its own label.",
    ),
    Violation(
        "color-contrast",
        'placeholder="Filter"',
        "Unfold's pale placeholder in those lists; the label beside it says the same.",
    ),
    Violation(
        "link-in-text-block",
        'href="../password/"',
        "Django's sentence below a password, whose link Unfold does not underline.",
    ),
)
