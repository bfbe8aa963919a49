"""The ledger: append-only, hash-chained, signed. What it proves and what it cannot: docs/threat-model.md."""
