"""Signing in to a simulated org: OAuth token endpoint and SOAP login()."""

import hashlib
import hmac
import time
from functools import cache
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from parity.simulator.answers import HttpAnswer
from parity.simulator.records import Credentials, Row, SimulatedOrg

_JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_AUDIENCES = ("https://login.salesforce.com", "https://test.salesforce.com")
_FIRST_VERSION_WITHOUT_LOGIN = 65.0
_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"


@cache
def _key_pair() -> tuple[str, str]:
    """A private key for JWT sign-ins, made anew for each process, and its public half (PEM)."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


def _derived(seed: str, what: str, length: int) -> str:
    return hashlib.sha512(f"{seed}:{what}".encode()).hexdigest()[:length]


def credentials_for(org: SimulatedOrg, seed: str) -> Credentials:
    """Every way to sign in as the org's user; the same seed gives the same ones, but for the JWT key."""
    org_id = org.organization["Id"]
    seed = f"{seed}:{org_id}"
    return Credentials(
        username=org.user.username,
        password=f"pw-{_derived(seed, 'password', 12)}",
        security_token=_derived(seed, "security token", 24),
        session_id=new_session_id(org_id, seed, 0),
        client_id=f"3MVG9{_derived(seed, 'client', 60)}",
        client_secret=_derived(seed, "client secret", 64).upper(),
        jwt_client_id=f"3MVG9{_derived(seed, 'jwt client', 60)}",
        jwt_private_key=_key_pair()[0],
    )


def new_session_id(org_id: str, seed: str, number: int) -> str:
    """A session id of the real make: the org's id of 15 characters, `!`, and a long token."""
    return f"{org_id[:15]}!AQ{_derived(seed, f'session {number}', 94)}"


def token_answer(org: SimulatedOrg, known: Credentials, form: Row, url: str, session_id: str) -> HttpAnswer:
    """What /services/oauth2/token answers. `session_id` is what a good sign-in gets."""
    refusal = _token_refusal(known, form, url)
    if refusal is not None:
        error, description = refusal
        return HttpAnswer(status=400, body={"error": error, "error_description": description})
    issued_at = str(int(time.time() * 1000))
    identity = f"{url}/id/{org.organization['Id']}/{org.user.id}"
    signature = hmac.new(known.client_secret.encode(), f"{identity}{issued_at}".encode(), hashlib.sha256)
    return HttpAnswer(
        body={
            "access_token": session_id,
            "signature": signature.hexdigest(),
            "scope": "api id",
            "instance_url": url,
            "id": identity,
            "token_type": "Bearer",
            "issued_at": issued_at,
        }
    )


def _token_refusal(known: Credentials, form: Row, url: str) -> tuple[str, str] | None:
    """The OAuth error of a bad request for a token; null for a good one."""
    grant = form.get("grant_type")
    if grant == _JWT_GRANT:
        return _assertion_refusal(known, form, url)
    if grant not in {"client_credentials", "password", "refresh_token"}:
        return "unsupported_grant_type", "grant type not supported"
    if form.get("client_id") != known.client_id:
        return "invalid_client_id", "client identifier invalid"
    if form.get("client_secret") != known.client_secret:
        return "invalid_client", "invalid client credentials"
    if grant == "password" and (form.get("username"), form.get("password")) != (
        known.username,
        known.password + known.security_token,
    ):
        return "invalid_grant", "authentication failure"
    return None


def _assertion_refusal(known: Credentials, form: Row, url: str) -> tuple[str, str] | None:
    try:
        claims = jwt.decode(
            form.get("assertion", ""), _key_pair()[1], algorithms=["RS256"], audience=[*_AUDIENCES, url]
        )
    except jwt.PyJWTError as problem:
        return "invalid_grant", f"invalid assertion: {type(problem).__name__}"
    if claims.get("iss") != known.jwt_client_id:
        return "invalid_client_id", "client identifier invalid"
    if claims.get("sub") != known.username:
        return "invalid_grant", "user hasn't approved this consumer"
    return None


def soap_answer(  # noqa: PLR0913, PLR0917
    org: SimulatedOrg, known: Credentials, version: str, body: bytes, url: str, session_id: str
) -> HttpAnswer:
    """What SOAP login() answers: a session, or a fault with HTTP 500."""
    if float(version) >= _FIRST_VERSION_WITHOUT_LOGIN:
        return _fault("UNSUPPORTED_API_VERSION", f"login() is not available in API version {version}")
    try:
        envelope = ElementTree.fromstring(body)  # noqa: S314 (a local simulation; expat takes no external entities)
    except ElementTree.ParseError:
        return _fault("INVALID_SOAP_HEADER", "the envelope is not XML")
    given = {element.tag.rpartition("}")[2]: element.text or "" for element in envelope.iter()}
    if (given.get("username"), given.get("password")) != (known.username, known.password + known.security_token):
        return _fault("INVALID_LOGIN", "Invalid username, password, security token; or user locked out.")
    user = org.user
    result = {
        "sessionId": session_id,
        "serverUrl": f"{url}/services/Soap/u/{version}/{org.organization['Id'][:15]}",
        "userId": user.id,
    }
    info = {
        "organizationId": org.organization["Id"],
        "organizationName": org.organization["Name"],
        "userFullName": user.name,
        "userName": user.username,
        "userLanguage": user.language,
    }
    return _envelope(
        '<loginResponse xmlns="urn:partner.soap.sforce.com"><result>'
        f"{_elements(result)}<userInfo>{_elements(info)}</userInfo></result></loginResponse>"
    )


def no_metadata_api() -> HttpAnswer:
    """What any call of the Metadata API answers: a simulated org has none, and says so."""
    return _fault(
        "UNSUPPORTED_CLIENT",
        "A simulated org has no Metadata API (retrieve, deploy). parity.simulator.deploy deploys a folder to it.",
    )


def _elements(values: dict[str, str]) -> str:
    return "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items())


def _fault(code: str, message: str) -> HttpAnswer:
    return _envelope(
        f"<soapenv:Fault><faultcode>{code}</faultcode>"
        f"<faultstring>{code}: {escape(message)}</faultstring></soapenv:Fault>",
        500,
    )


def _envelope(inner: str, status: int = 200) -> HttpAnswer:
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="{_SOAP}">'
        f"<soapenv:Body>{inner}</soapenv:Body></soapenv:Envelope>"
    )
    return HttpAnswer(status=status, body=text, content_type="text/xml;charset=UTF-8")
