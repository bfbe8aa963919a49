"""Approvals, ledger entries, verification and the bundle that proves them without parity."""
