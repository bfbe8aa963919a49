"""Findings in, verdict out: judge, decide, and the result that keeps both."""
