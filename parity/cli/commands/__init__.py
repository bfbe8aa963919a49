"""One command a file: parse, call, print, exit code. What it needs is imported when it runs."""
