"""What was typed and scored: the list, an application, a result."""
