"""The languages that people read: report, terminal summary, checklist. Results and ledgers are English."""
