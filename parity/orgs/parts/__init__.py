"""The parts of a snapshot, one file each: every module here declares a `PART` (parity/orgs/snapshot_part.py)."""
