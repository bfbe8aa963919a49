"""Where secrets may be sent: https addresses, and plain http to this machine alone, which no proxy sees."""

from urllib.parse import urlsplit

_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


def may_carry_secrets(url: str) -> bool:
    """Whether a session id or a password may be sent to the address: https or this machine, and a host alone.

    A user part, a path or a query could lead elsewhere, or hold a secret.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    if not host or "@" in parts.netloc or parts.path.strip("/") or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in _THIS_MACHINE)


def is_this_machine(url: str) -> bool:
    """Whether the address leads to this very machine."""
    try:
        return urlsplit(url).hostname in _THIS_MACHINE
    except ValueError:
        return False


def is_below_data(path: object) -> bool:
    """Whether a further page's address is a path of the same org, so that following it cannot leave the org."""
    return isinstance(path, str) and path.startswith("/services/data/")
