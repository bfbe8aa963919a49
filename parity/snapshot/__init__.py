"""The records of one org: what was seen, which org it is, what could not be read, and the file of it."""
