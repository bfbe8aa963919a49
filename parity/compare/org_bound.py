"""What a sandbox copy itself rewrites, as tokens, so that an honest copy shows no drift in formulas and texts.

The copy writes the sandbox's organization id and My Domain wherever production's stood, adds the sandbox's name to
user names, and `.invalid` to e-mail addresses; ids of components are each org's own:
https://help.salesforce.com/s/articleView?id=sf.data_sandbox_implementation_tips.htm
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from parity.marketo_measure.rehearsal import last_copy
from parity.snapshot.ids import full_id, same_org
from parity.snapshot.records import Snapshot

_ID = re.compile(r"\b[a-zA-Z0-9]{18}\b|\b[a-zA-Z0-9]{15}\b", re.ASCII)
_ADDRESS = re.compile(r"\b([\w.+-]+@[\w-]+(?:\.[\w-]+)*?)\.invalid\b")
_HOSTS = r"(?:my\.salesforce|lightning\.force|my\.site|vf\.force|file\.force|my\.salesforce-sites)\.com"
#: What a host that is none of Salesforce's own (a proxy, a simulated org) has instead of a My Domain.
_MY_DOMAIN = re.compile(r"^([\w-]+?)(?:\.sandbox|\.develop|\.scratch)?\.my\.salesforce\.com$")

Tokens = Callable[[str], str]


def tokens_of(snapshot: Snapshot, sandbox: Snapshot, production: Snapshot) -> Tokens:
    """What puts tokens in the place of what belongs to the snapshot's org. The pair tells the sandbox's name."""
    ids = _component_ids(snapshot)
    hosts = _hosts(snapshot)
    suffix = _suffix(sandbox, production)

    def tokenised(text: str) -> str:
        text = _ID.sub(lambda found: ids.get(full_id(found.group()), found.group()), text)
        text = hosts.sub("{my domain}", text) if hosts is not None else text
        text = _ADDRESS.sub(r"\1", text)
        return suffix.sub(r"\1", text) if suffix is not None else text

    return tokenised


def same_but_for_org(sandbox: Any, production: Any, of_sandbox: Tokens, of_production: Tokens) -> bool:
    """Whether the two values differ in nothing but what belongs to the orgs."""
    texts = isinstance(sandbox, str) and isinstance(production, str)
    return texts and of_sandbox(sandbox) == of_production(production)


def _component_ids(snapshot: Snapshot) -> dict[str, str]:
    """The org's own id and those of its record types, as tokens that name the component."""
    found = {
        full_id(one.record_type_id): f"{{record type {name}.{one.developer_name}}}"
        for name, described in snapshot.objects.items()
        for one in described.record_types
        if one.record_type_id and not one.master
    }
    if snapshot.org.id is not None:
        found[full_id(snapshot.org.id)] = "{org id}"
    return found


def _hosts(snapshot: Snapshot) -> re.Pattern[str] | None:
    host = urlsplit(snapshot.org.instance_url or "").hostname or ""
    domain = _MY_DOMAIN.match(host)
    if domain is None:
        return None
    return re.compile(rf"\b{re.escape(domain.group(1))}(?:--\w+)?(?:\.(?:sandbox|develop|scratch))?\.{_HOSTS}", re.I)


def _suffix(sandbox: Snapshot, production: Snapshot) -> re.Pattern[str] | None:
    """Matches a user name with the sandbox's name at its end; null where the name is not known."""
    copy = last_copy(sandbox, production)
    if copy is None or not same_org(copy.organization_id, sandbox.org.id):
        return None
    return re.compile(rf"\b([\w.+-]+@[\w-]+(?:\.[\w-]+)+)\.{re.escape(copy.sandbox)}\b", re.I)
