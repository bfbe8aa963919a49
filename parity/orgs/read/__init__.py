"""Answers of an org in, records of a snapshot out."""
