"""The form in which an application is typed: a new one, or one that is continued."""
