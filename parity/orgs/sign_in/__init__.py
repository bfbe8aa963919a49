"""One file for each way to sign in; `connect` picks the one that the settings name."""
