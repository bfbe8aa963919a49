"""One file for each format that a result is rendered in, found by the registry."""
