"""The ledger: append-only, hash-chained, sealed. What it proves and what it cannot: docs/threat-model.md."""
