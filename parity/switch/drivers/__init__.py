"""How the switch is carried out: one file for each driver, found by the registry."""
