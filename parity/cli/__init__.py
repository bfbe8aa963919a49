"""The command line: commands, the workflows behind them, and the terminal."""
