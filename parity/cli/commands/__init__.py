"""One file for each command: parse, call, print, exit code. Imports happen when the command runs."""
