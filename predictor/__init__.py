"""The Django app: scores applications, keeps every prediction, manages the models."""
