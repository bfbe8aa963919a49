"""What parity asks of an org, and how the questions are packed into few calls."""
