"""The gate before the switch: evidence is gathered, conditions are evaluated; all are shown, none is overridden."""
