"""One file for each thing compared: it declares a FAMILY, which the registry finds."""
