"""The officers' pages. A view parses, makes one call of a service, and presents."""
