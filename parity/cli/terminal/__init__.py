"""What stands between parity and the person at the terminal."""
