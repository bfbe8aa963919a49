"""What would go wrong on day one: one file for each family of rules, found by the registry."""
