"""One rendering of a result a file, found by the registry on its own."""
