"""Rules about a difference between both orgs: one file a family, found by the registry."""
