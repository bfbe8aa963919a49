"""Why many findings have one reason: one file for each sort of cause, found by the registry."""
