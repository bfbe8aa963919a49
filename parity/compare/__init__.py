"""Two snapshots in, one comparison out: what differs, and what could not be compared."""
