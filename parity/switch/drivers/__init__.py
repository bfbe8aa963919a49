"""How the switch is carried out: one driver a file, found by the registry on its own."""
