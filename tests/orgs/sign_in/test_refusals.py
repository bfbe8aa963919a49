"""Whatever refuses a sign-in is told as what it is, with the one thing to do; passing faults are tried again."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from parity.config.orgs import ApiSettings, SfCliSignIn, SignIn
from parity.errors import CouldNotLook, SignInError
from parity.orgs.client import OrgClient
from parity.orgs.question import describe
from parity.orgs.sign_in.connect import connect
from parity.orgs.transport import OrgSession
from parity.simulator import Fault, RunningOrg, load_scenario, serve
from parity.snapshot.records import Role
from tests.orgs.sign_in.test_sign_in import (
    NEW_CLI,
    SECRETS,
    client_credentials,
    jwt_from_variable,
    password,
    sf_on_the_path,
)
from tests.simulated import READ_AT

TOKEN_ENDPOINT = "POST /services/oauth2/token"


@pytest.fixture
def org() -> Iterator[RunningOrg]:
    with serve(load_scenario("identical").sandbox, seed="refusals") as running_org:
        yield running_org


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OrgSession, "_wait", lambda _self, _state: 0.0)


def signed_in(way: Any, org: RunningOrg) -> OrgClient:
    environment = {variable: getattr(org.credentials, name) for variable, name in SECRETS.items()}
    return connect(Role.SANDBOX, way(org), ApiSettings(), environment)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(match=TOKEN_ENDPOINT, status=429, retry_after=1, times=1),
        Fault(match=TOKEN_ENDPOINT, status=503, times=2),
        Fault(match=TOKEN_ENDPOINT, drop=True, times=1),
    ],
    ids=["429", "503", "dropped"],
)
@pytest.mark.parametrize("way", [client_credentials, jwt_from_variable])
def test_a_request_for_a_token_is_tried_again_where_it_fails_in_passing(
    way: Any, fault: Fault, org: RunningOrg
) -> None:
    org.fail(fault)
    client = signed_in(way, org)
    assert client.sign_in_requests == 1 + (fault.times or 0)


@pytest.mark.parametrize(
    ("fault", "told", "advice"),
    [
        (Fault(match=TOKEN_ENDPOINT, status=503), "HTTP 503, also after several attempts", "status.salesforce.com"),
        (Fault(match=TOKEN_ENDPOINT, status=429), "HTTP 429, also after several attempts", "wait a few minutes"),
        (Fault(match=TOKEN_ENDPOINT, drop=True), "dropped (after several attempts)", "HTTPS_PROXY"),
        (
            Fault(match=TOKEN_ENDPOINT, status=403, body=b"<!DOCTYPE html><html><body>blocked</body></html>"),
            "HTTP 403, a page that is no answer",
            "firewall",
        ),
    ],
    ids=["503", "429", "dropped", "403-page"],
)
def test_what_stands_between_us_and_the_org_has_a_fix_of_its_own(
    fault: Fault, told: str, advice: str, org: RunningOrg
) -> None:
    org.fail(fault)
    with pytest.raises(CouldNotLook) as refused:
        signed_in(client_credentials, org)
    assert told in refused.value.what
    assert advice in refused.value.fix


@pytest.mark.parametrize(
    ("way", "error", "description", "told", "advice"),
    [
        (client_credentials, "invalid_grant", "anything", "(invalid_grant)", ("Run As", "My Domain")),
        (
            client_credentials,
            "invalid_grant",
            "no client credentials user enabled",
            "(invalid_grant: no client credentials user enabled)",
            ("Run As",),
        ),
        (client_credentials, "invalid_grant", "request not supported on this domain", "on this domain", ("My Domain",)),
        (jwt_from_variable, "invalid_grant", "user hasn't approved this consumer", "approved", ("pre-authorized",)),
        (jwt_from_variable, "invalid_client", "app must be installed into org", "installed", ("OAuth Usage",)),
        (jwt_from_variable, "API_CURRENTLY_DISABLED", "", "(API_CURRENTLY_DISABLED)", ("API Enabled",)),
    ],
)
def test_each_refusal_of_a_token_names_its_usual_causes(  # noqa: PLR0917 (one column of the table each)
    way: Any, error: str, description: str, told: str, advice: tuple[str, ...], org: RunningOrg
) -> None:
    body = json.dumps({"error": error, "error_description": description}).encode()
    org.fail(Fault(match=TOKEN_ENDPOINT, status=400, body=body))
    with pytest.raises(SignInError) as refused:
        signed_in(way, org)
    assert told in refused.value.what
    assert [word for word in advice if word not in refused.value.fix] == []


def test_a_description_that_salesforce_does_not_use_is_not_shown(org: RunningOrg) -> None:
    body = json.dumps({"error": "invalid_grant", "error_description": f"bad: {org.credentials.client_secret}"}).encode()
    org.fail(Fault(match=TOKEN_ENDPOINT, status=400, body=body))
    with pytest.raises(SignInError) as refused:
        signed_in(client_credentials, org)
    assert org.credentials.client_secret not in str(refused.value)


def test_soap_tells_a_disabled_api_from_a_wrong_password(org: RunningOrg) -> None:
    fault = b"<e><faultcode>sf:API_CURRENTLY_DISABLED</faultcode></e>"
    org.fail(Fault(match="POST /services/Soap", status=500, body=fault))
    with pytest.raises(SignInError, match="API_CURRENTLY_DISABLED") as refused:
        signed_in(password, org)
    assert "API Enabled" in refused.value.fix


@contextmanager
def answering(status: int, headers: dict[str, str]) -> Iterator[str]:
    """A server that gives every request the same answer; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        do_CONNECT = do_POST  # noqa: N815 (the name that http.server asks for)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def sign_in_at(url: str) -> SignIn:
    from parity.config.orgs import ClientCredentialsSignIn

    return ClientCredentialsSignIn(login_url=url, client_id="3MVG9", client_secret_env="ORG_SECRET")


def test_a_redirect_is_not_followed_and_says_where_to() -> None:
    location = "https://acme--uat.sandbox.my.salesforce.com/services/oauth2/token?secret=S3CRET"
    with answering(302, {"Location": location}) as url, pytest.raises(CouldNotLook) as refused:
        connect(Role.SANDBOX, sign_in_at(url), ApiSettings(), {"ORG_SECRET": "x"})
    assert refused.value.what == "the address leads on to https://acme--uat.sandbox.my.salesforce.com"
    assert "Put https://acme--uat.sandbox.my.salesforce.com into parity.yaml" in refused.value.fix
    assert "S3CRET" not in str(refused.value)


def test_a_redirect_to_a_page_of_the_same_host_is_a_login_page() -> None:
    with answering(302, {"Location": "/secur/frontdoor"}) as url, pytest.raises(CouldNotLook) as refused:
        connect(Role.SANDBOX, sign_in_at(url), ApiSettings(), {"ORG_SECRET": "x"})
    assert "login page or a proxy" in refused.value.fix


def test_a_proxy_that_wants_a_password_is_told_apart() -> None:
    with answering(407, {}) as url, pytest.raises(CouldNotLook, match="407") as refused:
        connect(Role.SANDBOX, sign_in_at(url), ApiSettings(), {"ORG_SECRET": "x"})
    assert "HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT" in refused.value.fix


def cli(display: str, token: str = "echo {}") -> str:
    return f'#!/bin/sh\ncase "$*" in\n  "org display "*) {display};;\n  *) {token};;\nesac\n'


EXPIRED = (
    '{"name":"RefreshTokenAuthError","message":"Error authenticating with the refresh token due to: '
    'expired access/refresh token","exitCode":1,"status":1}'
)
SHOWN = '{"status":0,"result":{"instanceUrl":"URL","accessToken":"[REDACTED] Use","connectedStatus":"STATUS"}}'
NODE_CRASH = (
    r"printf 'file:///usr/lib/node_modules/x.js:3\nimport x;\n\nSyntaxError: node:util does not provide styleText\n"
    r"    at x (y:1)\n\nNode.js v18.17.0\n' >&2; exit 1"
)


@pytest.mark.parametrize(
    ("script", "told", "advice"),
    [
        (
            cli(f"echo '{EXPIRED}'; exit 1"),
            "`sf org display` ended with exit code 1: RefreshTokenAuthError: Error authenticating",
            "sf org login web --alias uat",
        ),
        (
            cli(f"echo '{SHOWN}'".replace("STATUS", "Connected"), f"echo '{EXPIRED}' >&2; exit 1"),
            "RefreshTokenAuthError",
            "sf org login web",
        ),
        (cli(f"echo '{SHOWN}'".replace("STATUS", "inactive organization")), "inactive organization", "refreshed"),
        (
            cli(
                """echo '{"name":"NamedOrgNotFoundError","message":"No authorization information found.","status":1}'"""
            ),
            "NamedOrgNotFoundError: No authorization information found.",
            "sf org list",
        ),
        (
            cli(NODE_CRASH),
            "exit code 1 and no JSON: SyntaxError: node:util does not provide styleText (Node.js v18.17.0)",
            "Update Node.js",
        ),
    ],
    ids=["expired", "expired-token-command", "inactive", "unknown-alias", "node-too-old"],
)
def test_what_the_salesforce_cli_says_is_told(
    script: str, told: str, advice: str, org: RunningOrg, tmp_path: Path
) -> None:
    environment = sf_on_the_path(tmp_path, script, org)
    with pytest.raises(SignInError) as refused:
        connect(Role.SANDBOX, SfCliSignIn(alias="uat"), ApiSettings(), environment)
    assert told in refused.value.what
    assert advice in refused.value.fix


def test_the_json_of_the_salesforce_cli_is_found_behind_notices(org: RunningOrg, tmp_path: Path) -> None:
    noisy = NEW_CLI.replace("echo '{", "echo ' Warning: update available'; echo '[warn] plugin'; echo '{")
    client = connect(Role.SANDBOX, SfCliSignIn(alias="uat"), ApiSettings(), sf_on_the_path(tmp_path, noisy, org))
    assert client.connection.username == org.credentials.username


def test_no_token_in_the_words_of_the_salesforce_cli_is_shown(org: RunningOrg, tmp_path: Path) -> None:
    known = org.credentials.session_id
    secrets = (known, "force://PlatformCLI::5Aep861abc@acme.my.salesforce.com", "5Aep861_" + "x" * 60)
    script = cli(f"""echo '{{"name":"Odd","message":"{" and ".join(secrets)}","status":1}}'; exit 1""")
    with pytest.raises(SignInError, match="Odd: ") as refused:
        connect(Role.SANDBOX, SfCliSignIn(alias="uat"), ApiSettings(), sf_on_the_path(tmp_path, script, org))
    assert [one for one in secrets if one in str(refused.value)] == []


def test_an_org_that_the_salesforce_cli_calls_inactive_is_warned_of_though_a_token_is_there(
    org: RunningOrg, tmp_path: Path
) -> None:
    script = NEW_CLI.replace('"username"', '"connectedStatus":"inactive organization","username"')
    client = connect(Role.SANDBOX, SfCliSignIn(alias="uat"), ApiSettings(), sf_on_the_path(tmp_path, script, org))
    assert ["inactive organization" in one and "refreshed" in one for one in client.connection.warnings] == [True]


def test_a_user_without_the_api_is_told_so_at_once(org: RunningOrg) -> None:
    client = signed_in(client_credentials, org)
    org.fail(Fault(match="composite", status=403, error_code="API_CURRENTLY_DISABLED"))
    before = len(org.requests)
    with pytest.raises(SignInError, match="API_CURRENTLY_DISABLED") as refused:
        client.ask_together(READ_AT, [describe("Lead"), describe("Case")])
    assert "API Enabled" in refused.value.fix
    assert len(org.requests) == before + 1, "there is no use in asking one by one"


@pytest.mark.parametrize(
    ("status", "told", "advice"),
    [
        (503, "did not answer, also after several attempts (HTTP 503)", "status.salesforce.com"),
        (403, "(HTTP 403)", "firewall"),
    ],
)
def test_an_org_in_maintenance_is_not_called_a_wrong_address(
    status: int, told: str, advice: str, org: RunningOrg
) -> None:
    client = signed_in(client_credentials, org)
    org.fail(Fault(match="GET /services/data", status=status, body=b"<html>no</html>"))
    with pytest.raises(CouldNotLook) as refused:
        client.versions()
    assert told in refused.value.what
    assert advice in refused.value.fix


def test_a_proxy_that_wants_a_password_before_it_opens_a_tunnel_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(407, {}) as url:
        monkeypatch.setenv("HTTPS_PROXY", url)
        with pytest.raises(CouldNotLook, match="407") as refused:
            connect(Role.SANDBOX, sign_in_at("https://acme.my.salesforce.com"), ApiSettings(), {"ORG_SECRET": "x"})
    assert "HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT" in refused.value.fix
