"""What a refused sign-in means and what to do about it: codes of OAuth and SOAP, and proxies and login pages in
between.

Codes and descriptions: https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_flow_errors.htm
"""

import re
from collections.abc import Mapping
from typing import Any

_CODE = re.compile(r"(?:\w{1,20}:)?[A-Za-z]{2,20}(?:_[A-Za-z]{1,20}){0,6}", re.ASCII)

#: Salesforce's own descriptions, in lower case, that say more than the code does: only these are quoted, since any
#: other text could hold what was sent.
_DESCRIPTIONS = {
    "no client credentials user enabled": "Setup > App Manager (or External Client App Manager) > the app > OAuth "
    "policies > Client Credentials Flow: choose a user under Run As.",
    "request not supported on this domain": "Put the org's My Domain into `login_url` (Setup > My Domain), not "
    "login.salesforce.com or test.salesforce.com.",
    "user hasn't approved this consumer": "Setup > the app > OAuth policies: set Permitted Users to 'Admin approved "
    "users are pre-authorized', and give the app to the user's profile or permission set.",
    "app must be installed into org": "Setup > Connected Apps OAuth Usage: install the app, or make an external client "
    "app in this org.",
    "audience is invalid": "Set `audience` to the address of the sign-in: https://login.salesforce.com for production, "
    "https://test.salesforce.com for a sandbox.",
    "invalid assertion": "Upload the certificate that belongs to the private key into the app, and set this "
    "machine's clock.",
    "ip restricted": "Allow this machine's address: Setup > Network Access, and the login IP ranges of the user's "
    "profile.",
    "inactive user": "Activate the user in Setup > Users, or name another.",
    "inactive organization": "The org is gone or locked: a refreshed sandbox has another id and often another address.",
    "authentication failure": "Check the user name and the secret; sandbox user names end with .SANDBOXNAME.",
}
_CODES = {
    "invalid_client_id": "Check `client_id` (the consumer key) and that `login_url` is the org that has the app.",
    "invalid_client": "Check the client secret in the environment variable that parity.yaml names.",
    "invalid_grant": "Check the username, that the app is approved for the user, the certificate and the clock.",
    "unsupported_grant_type": "Enable this OAuth flow in the app (Setup > the app > OAuth settings > Flow Enablement).",
    "oauth_approval_error_generic": "Setup > Connected Apps OAuth Usage: install the app, or approve it for the user.",
    "oauth_app_blocked": "Setup > Connected Apps OAuth Usage: unblock the app; API Access Control may be on.",
    "api_currently_disabled": "Grant API Enabled to the user (Permission Set > System Permissions); the user's licence "
    "must allow it.",
    "api_disabled_for_org": "This edition of Salesforce has no API; Enterprise and Unlimited have.",
    "login_must_use_security_token": "Give the security token too (`security_token_env`), or allow this machine's "
    "address in Setup > Network Access.",
    "request_limit_exceeded": "Wait until earlier requests are 24 hours old (Setup > Company Information), then again.",
}
_STATUSES = {
    403: "A page came instead of an answer: a proxy, a firewall or an IP restriction keeps this machine out. Open the "
    "address in a browser on this machine, and allow its address in Setup > Network Access.",
    404: "Check the address in parity.yaml: it is the org's My Domain, without a path.",
    429: "Too many sign-ins in a short time: wait a few minutes, and let no more than one pipeline sign in at once.",
    503: "The org is being maintained or is over its load: look at https://status.salesforce.com, then run it again.",
}
_CHECK_APP = "Check the app, its policies and the user in Setup."
_PASSING = frozenset({429, 500, 502, 503, 504})


def told_of_refusal(how: str, answer: Mapping[str, Any], response: Any) -> str:
    """What happened, in a sentence: refused with a code, or not answered at all."""
    status = int(response.status_code)
    code = error_code(answer.get("error"), status)
    if "error" not in answer and status in _PASSING:
        return f"signing in with {how} got no answer: HTTP {status}, also after several attempts"
    page = ", a page that is no answer of Salesforce's sign-in" if is_page(response) else ""
    described = _described(answer)
    return f"signing in with {how} was refused ({code}{f': {described}' if described else ''}{page})"


def fix_for_refusal(answer: Mapping[str, Any], response: Any, own: Mapping[str, str]) -> str:
    """What to do: by Salesforce's description, by what the code means for this way of signing in, or by the status."""
    described = _described(answer)
    if described:
        return _DESCRIPTIONS[described]
    return fix_for_code(error_code(answer.get("error"), int(response.status_code)), int(response.status_code), own)


def fix_for_code(code: str, status: int, own: Mapping[str, str]) -> str:
    """What to do about an error code, with or without the namespace that SOAP puts before it."""
    bare = code.rpartition(":")[2].casefold()
    fix = own.get(bare) or _CODES.get(bare) or (fix_for_status(status) if code == f"HTTP {status}" else None)
    return fix or own.get("", _CHECK_APP)


def fix_for_status(status: int) -> str:
    """What to do about an HTTP status without a code of Salesforce's; empty where the status says nothing."""
    return _STATUSES[503] if status >= 500 else _STATUSES.get(status, "")


def error_code(told: Any, status: int) -> str:
    """An error code as Salesforce writes them, a word; anything else could hold what was sent, and is not shown."""
    return told if isinstance(told, str) and _CODE.fullmatch(told) else f"HTTP {status}"


def json_object(response: Any) -> dict[str, Any]:
    """The body of an answer as a JSON object; an empty one where the body is anything else."""
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def is_page(response: Any) -> bool:
    """Whether the body is HTML, which no API of Salesforce answers."""
    return bytes(response.content).lstrip()[:1] == b"<" and b"<html" in bytes(response.content[:2000]).lower()


def _described(answer: Mapping[str, Any]) -> str | None:
    told = answer.get("error_description")
    said = told.casefold() if isinstance(told, str) else ""
    return next((known for known in _DESCRIPTIONS if said.startswith(known)), None)
