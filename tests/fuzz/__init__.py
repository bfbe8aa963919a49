"""Random bytes into everything that reads bytes: a value or a refusal, never another exception."""
