"""The desk: what waits, who works on it, and what was done."""
