"""What a difference means: drift, readiness, causes; one catalogue of all rules."""
