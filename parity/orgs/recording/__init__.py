"""What an org answered, kept for others to learn from: scrubbed while it is recorded, and played back offline."""
