"""Everything that the commands share at the terminal: options, output, and the person who answers."""
