"""Canonical bytes, digests, signatures, secrets that do not leak, files written whole, printable text."""
