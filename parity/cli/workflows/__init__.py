"""What a command does from end to end: one file a workflow."""
