"""Rules about differences between the two orgs: one file for each family, found by the registry."""
