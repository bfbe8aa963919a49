"""How far a clock is trusted."""

from datetime import timedelta

#: How far the clocks of two machines may be apart before one of them counts as wrong: a snapshot from the future, a
#: clock behind the ledger, a login in production from before the authorisation. Five minutes is what Kerberos and
#: Active Directory allow (RFC 4120, clock skew): a machine that can sign in to its own domain passes.
CLOCKS_MAY_DIFFER = timedelta(minutes=5)
