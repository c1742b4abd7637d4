"""What people decide through the API, what they think first, and how loans end."""
