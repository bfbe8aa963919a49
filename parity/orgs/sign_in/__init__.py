"""One way to sign in a file; `connect` picks the one that the settings name."""
