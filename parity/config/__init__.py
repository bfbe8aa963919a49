"""parity.yaml: every setting, read strictly, with line numbers in each refusal."""
