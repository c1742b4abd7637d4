"""What a recorded prediction costs, beside its peers, in one run on one machine."""
