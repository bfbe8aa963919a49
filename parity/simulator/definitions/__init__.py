"""The base org and the scenarios, as readable files."""
