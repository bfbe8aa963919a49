"""Why many findings are one: one file a cause, found by the registry on its own."""
