"""What waits at the desk, who works on it, and today's numbers."""
