"""The gate before the switch: evidence gathered, conditions evaluated, all shown, none overridden."""
