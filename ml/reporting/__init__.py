"""The report of a model version: what its card says, and the pictures beside it.

``card`` writes what there is to say as sections; a file and a page render the same
ones. Only ``drawing`` needs matplotlib, and only training draws.
"""
