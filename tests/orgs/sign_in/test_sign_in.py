"""Every way to sign in, over real sockets, and every way to be refused."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from parity.config.orgs import (
    ApiSettings,
    ClientCredentialsSignIn,
    JwtSignIn,
    PasswordSignIn,
    SfCliSignIn,
    SignIn,
)
from parity.errors import ConfigError, SignInError
from parity.orgs.sign_in.connect import connect
from parity.simulator import RunningOrg, load_scenario, serve
from parity.snapshot.records import Role
from tests.program import parity
from tests.simulated import OFFERED, running, yaml_for

SECRETS = {
    "ORG_SECRET": "client_secret",
    "ORG_KEY": "jwt_private_key",
    "ORG_PASSWORD": "password",
    "ORG_TOKEN": "security_token",
}


@pytest.fixture(scope="module")
def org() -> Any:
    with serve(load_scenario("identical").sandbox, seed="sign-in") as running_org:
        yield running_org


@pytest.fixture
def environment(org: RunningOrg) -> dict[str, str]:
    return {variable: getattr(org.credentials, name) for variable, name in SECRETS.items()}


def client_credentials(org: RunningOrg) -> SignIn:
    return ClientCredentialsSignIn(
        login_url=org.url, client_id=org.credentials.client_id, client_secret_env="ORG_SECRET"
    )


def jwt_from_variable(org: RunningOrg) -> SignIn:
    known = org.credentials
    return JwtSignIn(
        login_url=org.url, client_id=known.jwt_client_id, username=known.username, private_key_env="ORG_KEY"
    )


def password(org: RunningOrg) -> SignIn:
    return PasswordSignIn(
        login_url=org.url,
        username=org.credentials.username,
        password_env="ORG_PASSWORD",
        security_token_env="ORG_TOKEN",
    )


@pytest.mark.parametrize("way", [client_credentials, jwt_from_variable, password])
def test_each_way_signs_in_and_reads(way: Any, org: RunningOrg, environment: dict[str, str]) -> None:
    client = connect(Role.SANDBOX, way(org), ApiSettings(), environment)
    assert client.versions()[-1] == OFFERED
    assert client.user_info()["preferred_username"] == org.credentials.username
    assert client.connection.user_id == org.org.user.id
    assert client.sign_in_requests == 1
    assert client.calls == 2


def test_a_private_key_may_lie_in_a_file_or_on_one_line(org: RunningOrg, tmp_path: Path) -> None:
    known = org.credentials
    (tmp_path / "key.pem").write_text(known.jwt_private_key)
    from_file = JwtSignIn(
        login_url=org.url,
        client_id=known.jwt_client_id,
        username=known.username,
        private_key_file=str(tmp_path / "key.pem"),
    )
    assert connect(Role.SANDBOX, from_file, ApiSettings(), {}).connection.user_id
    on_one_line = {"ORG_KEY": known.jwt_private_key.replace("\n", "\\n")}
    assert connect(Role.SANDBOX, jwt_from_variable(org), ApiSettings(), on_one_line).connection.user_id


def test_soap_login_warns_that_it_is_being_retired(org: RunningOrg, environment: dict[str, str]) -> None:
    client = connect(Role.SANDBOX, password(org), ApiSettings(), environment)
    assert "retires in Summer '27" in client.connection.warnings[0]


@pytest.mark.parametrize(
    ("way", "variable", "told"),
    [
        (client_credentials, "ORG_SECRET", "invalid_client"),
        (password, "ORG_PASSWORD", "INVALID_LOGIN"),
        (password, "ORG_TOKEN", "INVALID_LOGIN"),
    ],
)
def test_a_wrong_secret_is_refused_once_and_not_shown(
    way: Any, variable: str, told: str, org: RunningOrg, environment: dict[str, str]
) -> None:
    before = len(org.requests)
    with pytest.raises(SignInError, match=told) as refused:
        connect(Role.SANDBOX, way(org), ApiSettings(), {**environment, variable: "WRONG"})
    assert "WRONG" not in str(refused.value)
    assert len(org.requests) == before + 1, "a refused sign-in is not tried again: it could lock the user"


def test_a_key_that_is_no_key_is_refused_before_anything_is_sent(org: RunningOrg, environment: dict[str, str]) -> None:
    before = len(org.requests)
    with pytest.raises(ConfigError, match="not an RSA key"):
        connect(Role.SANDBOX, jwt_from_variable(org), ApiSettings(), {**environment, "ORG_KEY": "not a key"})
    assert len(org.requests) == before


@pytest.mark.parametrize(
    ("name", "told"), [("~nobody-of-this-name/key", "No such file"), ("binary.pem", "cannot be read: not text")]
)
def test_a_key_file_that_cannot_be_read_is_named(name: str, told: str, org: RunningOrg, tmp_path: Path) -> None:
    (tmp_path / "binary.pem").write_bytes(b"\xff\xfe")
    file = name if name.startswith("~") else str(tmp_path / name)
    way = JwtSignIn(login_url=org.url, client_id="x", username="a@example.com", private_key_file=file)
    with pytest.raises(ConfigError, match=told) as refused:
        connect(Role.SANDBOX, way, ApiSettings(), {})
    assert refused.value.where == file


NEW_CLI = """#!/bin/sh
case "$*" in
  "org display "*) echo '{"status":0,"result":{"instanceUrl":"URL","username":"USER","accessToken":"[REDACTED] Use"}}';;
  "org auth show-access-token "*) echo '{"status":0,"result":{"accessToken":"TOKEN"}}';;
esac
"""
OLD_CLI = """#!/bin/sh
case "$*" in
  "org display "*) echo '{"status":0,"result":{"instanceUrl":"URL","username":"USER","accessToken":"TOKEN"}}';;
  *) echo '{"status":1,"name":"CommandNotFound"}'; exit 127;;
esac
"""
SILENT_CLI = "#!/bin/sh\nexit 1\n"
MUTE_CLI = NEW_CLI.replace("TOKEN", "[REDACTED] Use")


def sf_on_the_path(folder: Path, script: str, org: RunningOrg) -> dict[str, str]:
    """An `sf` that answers as the script says, and the environment that finds it."""
    known = org.credentials
    for word, value in (("URL", org.url), ("USER", known.username), ("TOKEN", known.session_id)):
        script = script.replace(word, value)
    program = folder / "sf"
    program.write_text(script)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return {"PATH": f"{folder}:/usr/bin:/bin"}


@pytest.mark.parametrize("script", [NEW_CLI, OLD_CLI], ids=["new", "old"])
def test_the_salesforce_cli_signs_in_whether_it_shows_tokens_or_not(
    script: str, org: RunningOrg, tmp_path: Path
) -> None:
    environment = sf_on_the_path(tmp_path, script, org)
    client = connect(Role.SANDBOX, SfCliSignIn(alias="uat"), ApiSettings(), environment)
    assert client.versions()
    assert client.connection.username == org.credentials.username
    assert client.sign_in_requests == 0


@pytest.mark.parametrize(
    ("script", "told"),
    [(SILENT_CLI, "ended with exit code 1 and no JSON: it wrote nothing"), (MUTE_CLI, "no access token")],
    ids=["silent", "mute"],
)
def test_a_salesforce_cli_without_an_answer_is_refused(script: str, told: str, org: RunningOrg, tmp_path: Path) -> None:
    environment = sf_on_the_path(tmp_path, script, org)
    with pytest.raises(SignInError, match=told):
        connect(Role.SANDBOX, SfCliSignIn(alias="uat"), ApiSettings(), environment)
    with pytest.raises(SignInError, match="not on the PATH"):
        connect(Role.SANDBOX, SfCliSignIn(alias="uat"), ApiSettings(), {"PATH": "/nowhere"})


def every_way(pair: Any) -> dict[str, tuple[str, str]]:
    """For each way of signing in: the YAML for one org, by role, as a user would write it."""

    def lines(org: RunningOrg, name: str) -> dict[str, str]:
        known = org.credentials
        base = {"login_url": org.url}
        oauth = {**base, "client_id": known.client_id, "client_secret_env": f"{name}_SECRET"}
        jwt = {**base, "client_id": known.jwt_client_id, "username": known.username, "private_key_env": f"{name}_KEY"}
        soap = {**base, "username": known.username, "password_env": f"{name}_PW", "security_token_env": f"{name}_TOKEN"}
        return {
            "client-credentials": json.dumps({"method": "client-credentials", **oauth}),
            "jwt": json.dumps({"method": "jwt", **jwt}),
            "password": json.dumps({"method": "password", **soap}),
        }

    ours, theirs = lines(pair.sandbox, "SANDBOX"), lines(pair.production, "PRODUCTION")
    return {way: (ours[way], theirs[way]) for way in ours}


def secrets_of(pair: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, org in (("SANDBOX", pair.sandbox), ("PRODUCTION", pair.production)):
        known = org.credentials
        found |= {
            f"{name}_SECRET": known.client_secret,
            f"{name}_KEY": known.jwt_private_key,
            f"{name}_PW": known.password,
            f"{name}_TOKEN": known.security_token,
        }
    return found


def leaks(text: str, pair: Any) -> list[str]:
    """The secrets, or parts of them, that stand in a text."""
    wanted = {**secrets_of(pair), "S": pair.sandbox.credentials.session_id, "P": pair.production.credentials.session_id}
    pieces = {
        name: max(value.split("\n"), key=len).partition("!")[2] or max(value.split("\n"), key=len)
        for name, value in wanted.items()
    }
    return [name for name, piece in pieces.items() if piece in text]


def test_no_secret_is_in_any_file_or_line_that_is_written(tmp_path: Path) -> None:
    with running("identical") as pair:
        ways = every_way(pair)
        for way, (ours, theirs) in ways.items():
            text = (
                f"tenant: {{name: T}}\norgs:\n  sandbox: {{sign_in: {ours}, integration_user: me}}\n"
                f"  production: {{sign_in: {theirs}, integration_user: me}}\n"
            )
            (tmp_path / f"{way}.yaml").write_text(text)
            outcome = parity(
                "--verbose",
                "check",
                "--config",
                f"{way}.yaml",
                "--out",
                way,
                cwd=tmp_path,
                environment=secrets_of(pair),
            )
            assert outcome.code == 0, outcome.err
            assert leaks(outcome.out + outcome.err, pair) == []
        (tmp_path / "parity.yaml").write_text(yaml_for(pair))
        outcome = parity("-v", "check", "--out", "session", cwd=tmp_path, environment=pair.environment)
        assert outcome.code == 0
        assert leaks(outcome.out + outcome.err, pair) == []
        written = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".yaml"]
        assert len(written) == 4 * (len(ways) + 1)
        assert [(path.name, leaks(path.read_text(), pair)) for path in written if leaks(path.read_text(), pair)] == []
        assert not any("00D" in path.read_text() and "!AQ" in path.read_text() for path in written)


def test_an_error_with_a_token_in_it_does_not_show_it(tmp_path: Path) -> None:
    with running("identical") as pair:
        pair.sandbox.expire_sessions()
        (tmp_path / "parity.yaml").write_text(yaml_for(pair))
        outcome = parity("--verbose", "check", cwd=tmp_path, environment=pair.environment)
    assert outcome.code == 3
    assert "INVALID_SESSION_ID" in outcome.err
    assert leaks(outcome.out + outcome.err, pair) == []
