"""What Marketo Measure reads, writes and costs in Salesforce, and what a rehearsal leaves as proof."""
