"""Whatever a command says of its settings names the file that is in use."""

import re
from pathlib import Path

import pytest
import yaml

from parity.cli.terminal.settings_file import about_settings
from tests.program import Outcome, parity
from tests.tenants import Case, key_file, pem, ready, signer

OTHER = "acme.yaml"
#: The name standing alone: `--config parity.yaml` of a help text and the like are other things.
_SAID = re.compile(r"(?<![\w/])parity\.yaml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("the policy in parity.yaml is another", "the policy in acme.yaml is another"),
        ("Correct it in parity.yaml.", "Correct it in acme.yaml."),
        ("parity.yaml, line 3: wrong", "acme.yaml, line 3: wrong"),
        ("`parity.yaml`に追加", "`acme.yaml`に追加"),
        ("parity.yaml의 이름", "acme.yaml의 이름"),
        ("no such file: /srv/parity.yaml", "no such file: /srv/parity.yaml"),
        ("my-parity.yaml, parity.yaml.txt", "my-parity.yaml, parity.yaml.txt"),
        ("this is a result, and a parity.yaml is wanted", "this is a result, and a parity.yaml is wanted"),
        ("Name the parity.yaml of this result", "Name the parity.yaml of this result"),
    ],
)
def test_the_name_alone_is_that_of_the_file_in_use(text: str, told: str) -> None:
    assert about_settings(text, OTHER) == told
    assert about_settings(text, "parity.yaml") == text
    assert about_settings("in parity.yaml", r"C:\1\g.yaml") == r"in C:\1\g.yaml"


def test_every_command_on_another_file_says_its_name(tmp_path: Path) -> None:
    with ready(tmp_path, policy={"approvals": 1, "signers": [signer("Dana Hill")]}) as case:
        key_file(tmp_path, "Dana Hill")
        settings = yaml.safe_load(case.config.read_text())
        settings["policy"]["max_warnings"] = 7
        del settings["tenant"]["sandbox_org"]
        del settings["policy"]["readiness"]
        (case.folder / OTHER).write_text(yaml.safe_dump(settings))
        case.config.unlink()
        by = ("--as", "Dana Hill", "--role", "Approver", "--key-file", "key")
        told = {
            "approve": _told(case, "approve", case.result, *by),
            "gate": _told(case, "switch", "--dry-run"),
            "switch": _told(case, "switch", "--as", "Olga", "--key-file", "key"),
            "audit": _told(case, "audit", "verify"),
            "explain": _told(case, "policy", "explain", case.result),
        }
        for name, outcome in told.items():
            assert outcome.code in {1, 2}, name
            assert OTHER in outcome.out + outcome.err, name
            assert not _SAID.search(outcome.out + outcome.err), (name, outcome.out + outcome.err)
        log = _told(case, "audit", "log", "--json")
        assert OTHER not in log.out


def _told(case: Case, *arguments: str | Path) -> Outcome:
    return parity(
        *arguments, "--config", OTHER, cwd=case.folder, environment={**case.environment, "KEY": pem("Dana Hill")}
    )
