"""A person decides: the decline with its reasons, and the letter that tells of it."""
