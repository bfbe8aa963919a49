"""What a difference means to Marketo Measure: one file a family, found by the registry on its own."""
