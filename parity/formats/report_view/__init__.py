"""What a report says, in which order and in which words: worked out once, for page and terminal alike."""
