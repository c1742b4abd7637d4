"""The pages of what is watched: drift, a version's own record, groups."""

from __future__ import annotations

from typing import Final

#: Name of each page → the permission that opens it.
NEEDED: Final = {
    "monitoring-drift": "predictor.view_modelversion",
    "monitoring-record": "predictor.view_modelversion",
    "monitoring-groups": "predictor.view_protected",
}
