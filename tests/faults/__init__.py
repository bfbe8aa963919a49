"""Every fault at every request of a check: the matrix that docs/faults.md is made of."""
