"""Refusals of an org that gave no usable answer: spent credits, a proxy, a redirect, a network fault; each in words."""

from urllib.parse import urljoin, urlsplit

import requests

from parity.errors import NoCreditsLeft, OrgUnreachable
from parity.orgs.whole_answer import TooLate

#: What an org answers that has no API requests left.
LIMIT_REACHED = "REQUEST_LIMIT_EXCEEDED"


def credits_spent(url: str) -> NoCreditsLeft:
    """The refusal for an org that answers, for a whole request or for a part of one, that its requests are spent."""
    return NoCreditsLeft(
        f"the org's API requests of the last 24 hours are spent ({LIMIT_REACHED})",
        where=host_of(url),
        fix="Nothing was written. Wait until earlier requests are 24 hours old (Setup > Company Information "
        "> API Requests, Last 24 Hours), or buy more, and run it again.",
    )


def proxy_asks(url: str) -> OrgUnreachable:
    """The refusal for a proxy that wants a user name and a password."""
    return OrgUnreachable(
        "the proxy between this machine and the org wants a user name and a password (407)",
        where=host_of(url),
        fix="Put them into the environment: HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT, or name the org's host in "
        "NO_PROXY where no proxy is needed.",
    )


def leads_on(url: str, location: str) -> OrgUnreachable:
    """The refusal of a redirect, which is never followed: what was sent would go elsewhere.

    It names only the host, since a path may be secret.
    """
    target = host_of(urljoin(url, location))
    if target == host_of(url):
        what = f"the address leads on to another page of {target}"
        fix = "A login page or a proxy stands in between: open the address in a browser on this machine."
    else:
        what = f"the address leads on to {target}"
        fix = (
            f"Put {target} into parity.yaml where that is the org's own address (Setup > My Domain); else ask who runs "
            "the network what stands in between."
        )
    return OrgUnreachable(what, where=host_of(url), fix=fix)


def host_of(url: str) -> str:
    """Scheme and host of an address, without a user name or password in it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


_FAULTS_IN_WORDS = (
    (requests.exceptions.SSLError, "WRONG_VERSION_NUMBER", "it answers without TLS: no https, or another port"),
    (requests.exceptions.SSLError, "", "the certificate of the org could not be verified"),
    (requests.exceptions.ProxyError, "", "the proxy refused the connection"),
    (requests.ConnectTimeout, "", "nobody answered in time"),
    (requests.Timeout, "", "the answer took too long"),
    (TooLate, "", "the answer took too long"),
    (requests.ConnectionError, "NameResolution", "the host name is not known"),
    (requests.ConnectionError, "Connection refused", "the connection was refused"),
)


def fault_in_words(fault: Exception) -> str:
    """What happened to a request that was sent and got no answer."""
    for kind, sign, words in _FAULTS_IN_WORDS:
        if isinstance(fault, kind) and sign in str(fault):
            return words
    return "the connection was dropped"
