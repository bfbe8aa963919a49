"""Salesforce orgs: signing in, asking, and making a snapshot of the answers."""
