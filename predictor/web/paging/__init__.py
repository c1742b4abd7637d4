"""Pages of a list that cost the same wherever they begin."""
