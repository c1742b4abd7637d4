"""Watching what is in use: drift, a version's own record, and groups.

``counting.count`` counts the record by the month; all else reads what it counted.
"""
