"""SOAP login(): gone from API version 65.0 on, retired in Summer '27, off by default in new orgs.

https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_login.htm
"""

from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import lxml.etree

from parity.config.orgs import PasswordSignIn
from parity.errors import SignInError
from parity.integrity.secret import Secret
from parity.orgs.sign_in.connection import Connection, SignInContext, SignInMethod
from parity.orgs.sign_in.refusals import error_code, fix_for_code

_LAST_VERSION_WITH_LOGIN = "64.0"
_NAMESPACES = {"partner": "urn:partner.soap.sforce.com"}
_ENVELOPE = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>'
    '<n1:login xmlns:n1="urn:partner.soap.sforce.com"><n1:username>{username}</n1:username>'
    "<n1:password>{password}</n1:password></n1:login></env:Body></env:Envelope>"
)
_WARNING = (
    "signing in with username and password uses SOAP login(), which Salesforce retires in Summer '27 and which is off "
    "in new orgs: move to `sf-cli`, `client-credentials` or `jwt`"
)

_FIXES = {
    "": "Check username, password and security token, and that SOAP API login() is allowed in Setup > "
    "User Interface or User Access Policies; sandbox user names end with .SANDBOXNAME."
}


def sign_in(settings: PasswordSignIn, context: SignInContext) -> Connection:
    """Sign in with username, password and, where asked for, security token."""
    password = context.secret(settings.password_env).reveal()
    if settings.security_token_env:
        password += context.secret(settings.security_token_env).reveal()
    response = context.session.request(
        "POST",
        f"{settings.login_url.rstrip('/')}/services/Soap/u/{_LAST_VERSION_WITH_LOGIN}",
        data=_ENVELOPE.format(username=escape(settings.username), password=escape(password)).encode(),
        headers={"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": "login"},
    )
    answer = _parsed(response.content)
    session_id, server_url = _text(answer, "sessionId"), _text(answer, "serverUrl")
    if response.status_code != 200 or not session_id or not server_url:
        code = error_code(_fault_code(answer), response.status_code)
        raise SignInError(
            f"{context.role}: signing in with username and password was refused ({code})",
            where=settings.login_url,
            fix=fix_for_code(code, response.status_code, _FIXES),
        )
    server = urlsplit(server_url)
    return Connection(
        instance_url=f"{server.scheme}://{server.netloc}",
        session_id=Secret(session_id),
        how="username and password (SOAP login)",
        user_id=_text(answer, "userId"),
        username=settings.username,
        warnings=(f"{context.role}: {_WARNING}",),
    )


def _parsed(body: bytes) -> lxml.etree._Element | None:
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return lxml.etree.fromstring(body, parser)
    except lxml.etree.XMLSyntaxError:
        return None


def _text(answer: lxml.etree._Element | None, name: str) -> str | None:
    return None if answer is None else answer.findtext(f".//partner:{name}", namespaces=_NAMESPACES)


def _fault_code(answer: lxml.etree._Element | None) -> str | None:
    return None if answer is None else answer.findtext(".//faultcode")


METHOD = SignInMethod(settings=PasswordSignIn, sign_in=sign_in)
