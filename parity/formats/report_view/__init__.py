"""What a report says, in which order and in which words: worked out once, for the page and for the terminal alike."""
