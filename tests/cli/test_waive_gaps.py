"""Fields that could not be compared are asked about after the findings, where nothing uses them."""

from collections.abc import Callable
from pathlib import Path

import yaml
from msgspec import structs

from parity.cli.terminal.console import Console
from parity.cli.workflows.waive import Told, ask_about, write_waivers
from parity.config.policy import Policy
from parity.snapshot.records import Gap, Snapshot
from parity.verdict.judge import judge
from tests.simulated import NOON


class Answers:
    """A person who answers in this order, and remembers what was shown."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.shown: list[str] = []

    def tell(self, text: str) -> None:
        self.shown.append(text)

    def ask(self, question: str) -> str:
        self.shown.append(question)
        return self.answers.pop(0)

    def open_page(self, url: str) -> None:
        raise AssertionError(url)


def untold(*fields: str, subject: str = "Lead") -> Gap:
    return Gap(area="field-visibility", subject=subject, reason="hidden from both", fix="Grant it.", fields=fields)


def test_only_fields_that_nothing_uses_are_offered(
    tmp_path: Path, snapshots: Callable[[str], tuple[Snapshot, Snapshot]]
) -> None:
    plain = judge(*snapshots("identical"), Policy(), tenant="Acme", judged_at=NOON)
    gaps = (untold("Depot__c"), untold("Email", subject="Contact"), untold("Named__c", subject="Case"))
    result = structs.replace(
        plain, gaps=(*gaps, Gap(area="x", subject="y", reason="refused", fix="Grant.")), findings=()
    )
    told = Told(by="Dana Hill", reason=None, expires="2027-01-31", ticket="CRM-1")
    person = Answers("yes", "Nobody reads it")
    wanted = ask_about(result, told, Policy(fields=("Case.Named__c",)), NOON.date(), person)
    assert "1 of 1" in person.shown[0]
    assert "Lead, fields not compared: hidden from both" in person.shown[0]
    file = tmp_path / "parity.yaml"
    file.write_text(
        "tenant: {name: Acme}\norgs:\n  sandbox: {sign_in: {method: sf-cli, alias: a}}\n"
        "  production: {sign_in: {method: sf-cli, alias: b}}\n",
        "utf-8",
    )
    assert write_waivers(file, wanted, Console(quiet=True)) == 0
    entry = yaml.safe_load(file.read_text("utf-8"))["policy"]["waivers"][0]
    assert (entry["gap"], entry["object"], entry["fields"]) == ("field-not-compared", "Lead", ["Depot__c"])
    assert (entry["by"], entry["reason"], entry["ticket"]) == ("Dana Hill", "Nobody reads it", "CRM-1")
    assert write_waivers(file, wanted, Console(quiet=True)) == 0
    assert len(yaml.safe_load(file.read_text("utf-8"))["policy"]["waivers"]) == 1
