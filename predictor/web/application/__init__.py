"""The page of an application: where it stands, what happened, what can be done."""
