"""The languages that people read: the report, the terminal's summary, the checklist. Results and ledgers are English."""
