"""Deciding: on what grounds, by when, by whom, and what the applicant is told."""
