"""What would go wrong on day one: one file a family of rules, found by the registry on its own."""
