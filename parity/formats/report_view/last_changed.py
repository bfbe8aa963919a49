"""Who last changed what a finding is about, in each org, in the reader's language."""

from parity.formats.spoken import said
from parity.languages.speech import _
from parity.snapshot.records import Role
from parity.verdict.who import Changed, Who


def last_changed(changed: Changed | None) -> str:
    """Production first, as everywhere; "" where it is not known. Names, and lines of an org's audit trail, are not
    translated.
    """
    if changed is None:
        return ""
    told = [(role, who) for role in (Role.PRODUCTION, Role.SANDBOX) if (who := changed.of(role)) is not None]
    return "; ".join(f"{_(role.value)}: {_told(who)}" for role, who in told)


def _told(who: Who) -> str:
    return f"{who.by}, {who.at[:10]} {who.at[11:16]} UTC ({said(who.told_by)})"
