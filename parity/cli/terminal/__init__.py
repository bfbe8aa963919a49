"""How parity talks with the person at the terminal."""
