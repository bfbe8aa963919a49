"""What a command does from end to end: one file for each workflow."""
