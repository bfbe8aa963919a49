"""One file a thing compared; each declares a FAMILY, and nothing else has to know of it."""
