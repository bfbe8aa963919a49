"""parity.yaml: every mistake gets one message with the place and what to do."""

from pathlib import Path

import pytest

from parity.config.orgs import SfCliSignIn
from parity.config.policy import Profile
from parity.config.project import load_project, parse_project
from parity.errors import ConfigError
from parity.orgs.api_version import NEWEST_TESTED
from parity.snapshot.records import Role

GOOD = """
tenant: {name: Acme}
orgs:
  sandbox: {sign_in: {method: sf-cli, alias: acme-uat}}
  production: {sign_in: {method: sf-cli, alias: acme}}
"""
TOKEN = "00D300000001xyz!AQ4AQNotARealTokenButOfItsShape"


def refusal(text: str, environment: dict[str, str] | None = None) -> str:
    with pytest.raises(ConfigError) as refused:
        parse_project(text, "parity.yaml", environment or {})
    assert refused.value.exit_code == 2
    return str(refused.value)


def test_a_short_configuration_is_enough() -> None:
    project = parse_project(GOOD, "parity.yaml")
    assert project.sign_in(Role.SANDBOX) == SfCliSignIn(alias="acme-uat")
    assert project.policy.profile is Profile.STRICT
    assert project.policy.max_warnings is None


def test_the_commented_start_that_init_writes_lacks_nothing_but_the_name_of_the_tenant() -> None:
    text = Path("reports/templates/parity.yaml.txt").read_text("utf-8")
    message = refusal(text)
    assert "line 5" in message
    assert "tenant.name is `Example Inc.`" in message
    assert parse_project(text.replace("Example Inc.", "Acme"), "parity.yaml").tenant.name == "Acme"


def test_a_missing_file_says_how_to_write_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="parity init"):
        load_project(tmp_path / "parity.yaml")


@pytest.mark.parametrize("text", ["", "- a list", "just text", "42"])
def test_what_is_no_mapping_is_refused(text: str) -> None:
    assert "not a mapping" in refusal(text)


def test_broken_yaml_names_the_line() -> None:
    assert "parity.yaml, line 4" in refusal("tenant: {name: Acme}\norgs: {\n  sandbox: [\n")


def test_a_key_that_stands_twice_is_refused() -> None:
    message = refusal(GOOD + "tenant: {name: Other}\n")
    assert "'tenant' stands twice" in message
    assert "take the second out" in message
    assert "line 6" in message


@pytest.mark.parametrize(
    ("wrong", "right", "line"),
    [
        (GOOD.replace("tenant:", "tennant:"), "Did you mean `tenant`?", 2),
        (GOOD.replace("alias: acme-uat", "alais: acme-uat"), "Did you mean `alias`?", 4),
        (GOOD + "policy: {profil: strict}\n", "Did you mean `profile`?", 6),
        (GOOD + "api:\n  reserv: 5\n", "Did you mean `reserve`?", 7),
    ],
)
def test_an_unknown_key_suggests_the_nearest(wrong: str, right: str, line: int) -> None:
    message = refusal(wrong)
    assert right in message
    assert f"line {line}" in message


@pytest.mark.parametrize(
    ("sign_in", "advice"),
    [
        (f"method: session, instance_url: 'https://a.my.salesforce.com', session_id: '{TOKEN}'", "session_id_env: "),
        (f"method: session, instance_url: 'https://a.my.salesforce.com', session_id_env: '{TOKEN}'", "session_id_env"),
        ("method: password, login_url: 'https://a', username: u, password: hunter2!", "PARITY_SANDBOX_PASSWORD"),
        (
            "method: client-credentials, login_url: 'https://a', client_id: x, client_secret: s3cr3t",
            "client_secret_env",
        ),
        ("method: jwt, login_url: 'https://a', private_key: '-----BEGIN PRIVATE KEY-----x'", "private_key_env"),
    ],
)
def test_a_literal_secret_is_refused_and_never_repeated(sign_in: str, advice: str) -> None:
    message = refusal(GOOD.replace("method: sf-cli, alias: acme-uat", sign_in))
    assert "holds a secret" in message
    assert advice in message
    assert "export PARITY_SANDBOX_" in message
    for secret in (TOKEN, "hunter2", "s3cr3t", "BEGIN PRIVATE"):
        assert secret not in message


def test_a_literal_secret_that_a_variable_holds_names_that_variable() -> None:
    text = GOOD.replace("method: sf-cli, alias: acme-uat", "method: password, login_url: 'https://a', password: pw1")
    assert "export MY_PASSWORD=" in refusal(text, {"MY_PASSWORD": "pw1"})


def test_plain_http_is_for_this_machine_only() -> None:
    text = GOOD.replace(
        "method: sf-cli, alias: acme-uat", "method: session, instance_url: 'http://evil.example', session_id_env: A"
    )
    assert "not an https address" in refusal(text)
    assert parse_project(text.replace("http://evil.example", "http://127.0.0.1:8080"), "x").tenant.name == "Acme"
    assert "not an https address" in refusal(text.replace("http://evil.example", "http://localhost.evil.example"))


def test_a_value_of_the_wrong_kind_names_its_place() -> None:
    message = refusal(GOOD + "api:\n  reserve: many\n")
    assert "api.reserve" in message
    assert "a whole number" in message
    assert "line 7" in message


def test_a_waiver_needs_a_name_a_reason_and_a_day() -> None:
    named = "fingerprint: 0123456789abcdef, seen: 0123456789abcdef"
    waiver = f"policy:\n  waivers:\n    - {{{named}, by: '', reason: because, expires: 2027-01-31}}\n"
    assert "entry 1 has no by" in refusal(GOOD + waiver)
    assert "expires" in refusal(GOOD + waiver.replace(", expires: 2027-01-31", ""))
    project = parse_project(GOOD + waiver.replace("by: ''", "by: Dana"), "x")
    assert project.policy.waivers[0].expires.isoformat() == "2027-01-31"


def test_an_alias_is_refused() -> None:
    assert "aliases" in refusal(GOOD + "policy: {fields: &a [Lead.A], waivers: *a}\n")


@pytest.mark.parametrize(
    "text",
    [
        "api: {read_timeout: 0}",
        "api: {connect_timeout: -1}",
        "api: {attempts: 0}",
        "api: {reserve: -1}",
        "policy: {max_warnings: -1}",
        "policy: {waivers: [{fingerprint: a, by: b, reason: c, expires: 2026-13-45}]}",
        'policy: {max_warnings: !!int "foo"}',
        'policy: {max_warnings: !!timestamp "foo"}',
    ],
)
def test_values_that_cannot_be_are_refused(text: str) -> None:
    assert "parity.yaml" in refusal(f"{GOOD}{text}\n")


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.my.salesforce.com/frontdoor.jsp?sid=00D300000001xyz%21AQ4AQNot",
        "https://user:word@acme.my.salesforce.com",
        "http://127.0.0.1:80@evil.example",
        "http://127.0.0.2:8080",
    ],
)
def test_an_address_that_could_lead_elsewhere_is_refused_and_not_repeated(url: str) -> None:
    text = GOOD.replace(
        "{method: sf-cli, alias: acme}", f'{{method: session, instance_url: "{url}", session_id_env: A_B}}'
    )
    message = refusal(text)
    assert "00D300000001xyz" not in message
    assert "word" not in message


def test_who_connects_and_what_the_tenant_is_set_to() -> None:
    text = GOOD.replace("alias: acme}}", "alias: acme}, integration_user: mm@acme.example}") + (
        "policy:\n  fields: [Lead.Region__c]\n"
        "  readiness: {export_batch_size: 25, stage_fields: [Opportunity.Lane__c], custom_revenue_automation: Fill}\n"
    )
    project = parse_project(text, "parity.yaml")
    assert project.collect_options(Role.PRODUCTION).integration_user == "mm@acme.example"
    assert not project.collect_options(Role.SANDBOX).names_somebody
    assert project.collect_options(Role.SANDBOX).fields == ("Lead.Region__c", "Opportunity.Lane__c")
    assert project.policy.readiness.daily_api_limit is None
    assert project.policy.readiness.daily_limit == 100_000
    assert project.policy.digest != parse_project(GOOD, "parity.yaml").policy.digest


@pytest.mark.parametrize("wrong", ["daily_api_limit: 99999", "export_batch_size: 150", "daily_api_limt: 100000"])
def test_what_the_tenant_cannot_be_set_to_is_refused(wrong: str) -> None:
    assert "line 8" in refusal(GOOD + f"policy:\n  readiness:\n    {wrong}\n")


def test_the_commented_readiness_of_init_is_valid_too() -> None:
    text = Path("reports/templates/parity.yaml.txt").read_text("utf-8").replace("Example Inc.", "Acme")
    keys = ("readiness:", "  daily_api_limit", "  export_batch", "  stage_fields", "  custom_rev", "integration_user")
    for line in text.splitlines():
        if any(line.strip().startswith(f"# {key}") for key in keys):
            text = text.replace(line, line.replace("# ", "", 1))
    project = parse_project(text, "parity.yaml")
    assert project.policy.readiness.custom_revenue_automation == "Fill_Amount"
    assert project.collect_options(Role.PRODUCTION).integration_user == "marketo.measure@acme.example"


def test_an_unquoted_version_and_a_nameless_tenant_are_told() -> None:
    assert "Put quotation marks round it." in refusal(f"{GOOD}api: {{version: {NEWEST_TESTED}}}\n")
    assert "tenant.name" in refusal(GOOD.replace("name: Acme", "name: ''"))


@pytest.mark.parametrize("url", ["force://x:y@a.example", " force://x:y@a.example", "FORCE://x:y@a.example"])
@pytest.mark.parametrize(
    "line",
    [
        'policy: {fields: ["URL"]}',
        'ledger: {path: "URL"}',
        '"URL": 1',
        "# URL",
        'api: {"version": ["a", ["URL"]]}',
        'policy: {fields: ["a URL"]}',
    ],
)
def test_a_sign_in_url_of_the_cli_is_a_secret_wherever_it_stands(url: str, line: str) -> None:
    message = refusal(f"{GOOD}{line.replace('URL', url)}\n")
    assert "holds a secret" in message
    assert "line 6" in message
    assert "a.example" not in message


@pytest.mark.parametrize(
    "line",
    [
        'policy: {fields: ["\\u0066orce://x:y@a.example"]}',
        'policy: {fields: [" \\u0046ORCE://x:y@a.example"]}',
        'ledger: {path: "\\x46orce://x:y@a.example"}',
        '"\\u0046orce://x:y@a.example": 1',
    ],
)
def test_a_sign_in_url_behind_an_escape_is_a_secret_too(line: str) -> None:
    message = refusal(f"{GOOD}{line}\n")
    assert "holds a secret" in message
    assert "line 6" in message
    assert "a.example" not in message
