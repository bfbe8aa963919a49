"""Replaces what belongs to an org by tokens, so that an honest copy shows no drift in formulas and texts.

A copy replaces production's organization id and My Domain by the sandbox's, adds the sandbox's name to user names, and
`.invalid` to e-mail addresses; a component that was deployed later has another id in each org:
https://help.salesforce.com/s/articleView?id=sf.data_sandbox_implementation_tips.htm

Both sides get the same tokens, so a text that is identical in both orgs stays identical, even where production's own id
is in the sandbox too.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from parity.marketo_measure.rehearsal import last_copy
from parity.snapshot.ids import full_id, same_org
from parity.snapshot.records import Snapshot

_ID = re.compile(r"\b[a-zA-Z0-9]{18}\b|\b[a-zA-Z0-9]{15}\b", re.ASCII)
#: Of an org, and of record types, every id is known by its component: one that is not known is another component.
_KNOWN_BY_NAME = frozenset({"00D", "012"})
_ADDRESS = re.compile(r"\b([\w.+-]+@[\w-]+(?:\.[\w-]+)*?)\.invalid\b")
#: What follows on My Domain: https://help.salesforce.com/s/articleView?id=sf.domain_name_url_formats.htm
#: Hosts of Government Cloud Plus - Defense end in `.mil`, those of Salesforce on Alibaba Cloud in `.sfcrmproducts.cn`.
_INSTANCE = r"(?:\.[a-z]{2,4}[0-9]+)?"
_PARTITION = r"(?:\.(?:sandbox|develop|scratch|demo|patch|trailblaze|free))?"
_SERVICES = (
    r"(?P<service>my\.salesforce|lightning\.force|my\.site|my\.salesforce-sites|file\.force|content\.force"
    r"|documentforce|my\.salesforce-scrt|my\.salesforce-setup|vf\.force|visual\.force|visualforce|lightning\.crmforce"
    r"|(?:my|lightning|file|setup)\.sfcrm(?:products|apps))\.(?:com|mil|cn)"
)
#: What a host that is none of Salesforce's own (a proxy, a simulated org) has instead of a My Domain.
_MY_DOMAIN = re.compile(
    r"^(?P<label>[\w-]+?)(?:\.(?!my\.)[a-z0-9]+)?\.my\.(?:salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$"
)

Tokens = Callable[[str], str]


def tokens_of(sandbox: Snapshot, production: Snapshot) -> Tokens:
    """A function that replaces what belongs to either org by tokens; line ends are unified."""
    ids = {**_component_ids(production), **_component_ids(sandbox)}
    hosts = _hosts(sandbox, production)
    suffix = _suffix(sandbox, production)

    def tokenised(text: str) -> str:
        text = _ID.sub(lambda found: _id_token(found.group(), ids), text.replace("\r\n", "\n").replace("\r", "\n"))
        text = hosts.sub(r"{my domain}\g<package>.\g<service>", text) if hosts is not None else text
        text = _ADDRESS.sub(r"\1", text)
        return suffix.sub(r"\1", text) if suffix is not None else text

    return tokenised


def same_but_for_org(sandbox: Any, production: Any, tokens: Tokens) -> bool:
    """Whether two values differ at most in what belongs to the orgs."""
    texts = isinstance(sandbox, str) and isinstance(production, str)
    return texts and tokens(sandbox) == tokens(production)


def _id_token(found: str, known: dict[str, str]) -> str:
    """A token that names the component; where it is not known, one that tells the sort of record."""
    if (token := known.get(full_id(found))) is not None:
        return token
    if not _is_id(found) or found[:3] in _KNOWN_BY_NAME:
        return found
    # Ids of custom objects' records begin otherwise in each org.
    return f"{{id {found[:3]}}}" if found[0].isdigit() else "{id}"


def _is_id(text: str) -> bool:
    """Whether a word of 15 or 18 characters is an id: by its last three, which follow from the others.

    Without them it is taken for one that begins like an id, with a digit after the sort and the server.
    """
    if len(text) > len("012000000000000"):
        return full_id(text[:15]) == text
    is_mixed = not text.isdigit() and any(one.isdigit() for one in text)
    return is_mixed and (text[0].isdigit() or text[0] == "a") and text[5].isdigit()


def _component_ids(snapshot: Snapshot) -> dict[str, str]:
    """The org's own id and those of its record types, as tokens that name the component."""
    found = {
        full_id(one.record_type_id): f"{{record type {name}.{one.developer_name}}}"
        for name, described in {**snapshot.related, **snapshot.objects}.items()
        for one in described.record_types
        if one.record_type_id and not one.master
    }
    if snapshot.org.id is not None:
        found[full_id(snapshot.org.id)] = "{org id}"
    return found


def _hosts(sandbox: Snapshot, production: Snapshot) -> re.Pattern[str] | None:
    """Matches every host of the two orgs' My Domains, and of no other: not that of another sandbox."""
    labels = sorted({one for side in (sandbox, production) for one in _labels(side)}, key=len, reverse=True)
    if not labels:
        return None
    named = "|".join(re.escape(one) for one in labels)
    # A page of a package stands on a host with its namespace: acme--ns.vf.force.com.
    package = r"(?P<package>(?:--\w+(?=[\w.]*\.(?:vf\.force|visual\.force|visualforce)\.com))?)"
    return re.compile(rf"(?<![\w.-])(?:{named}){package}{_INSTANCE}{_PARTITION}\.{_SERVICES}(?![\w.-])", re.I)


def _labels(snapshot: Snapshot) -> Iterator[str]:
    domain = _MY_DOMAIN.match(urlsplit(snapshot.org.instance_url or "").hostname or "")
    if domain is not None:
        yield domain["label"]


def _suffix(sandbox: Snapshot, production: Snapshot) -> re.Pattern[str] | None:
    """Matches a user name with the sandbox's name at its end; null where the name is not known."""
    names = {name for name in (_name_by_copy(sandbox, production), _name_by_host(sandbox)) if name}
    if not names:
        return None
    named = "|".join(re.escape(one) for one in sorted(names))
    return re.compile(rf"\b([\w.+-]+@[\w-]+(?:\.[\w-]+)+)\.(?:{named})\b", re.I)


def _name_by_copy(sandbox: Snapshot, production: Snapshot) -> str | None:
    copy = last_copy(sandbox, production)
    return copy.sandbox if copy is not None and same_org(copy.organization_id, sandbox.org.id) else None


def _name_by_host(sandbox: Snapshot) -> str | None:
    """`uat` of acme--uat.sandbox.my.salesforce.com."""
    return next((label.partition("--")[2] for label in _labels(sandbox)), None) or None
