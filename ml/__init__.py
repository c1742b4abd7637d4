"""The science of loan approval: data dictionary, features, models, artifacts, scores.

Knows no web framework and reads no settings, so it can be used from a notebook.
"""
