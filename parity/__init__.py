"""parity: is the Salesforce sandbox an honest rehearsal of production?"""

__version__ = "0.1.0"
