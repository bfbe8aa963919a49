"""Which API version both orgs are read at, and what a wrong one is told."""

from pathlib import Path

import pytest

from parity.errors import CouldNotLook, InputError
from parity.orgs.api_version import NEWEST_TESTED, choose_version
from tests.program import parity
from tests.simulated import OFFERED, running, yaml_for

ROOT = Path(__file__).parents[2]
SANDBOX = ("61.0", "62.0", "63.0", "64.0", "66.0")
PRODUCTION = ("9.0", "62.0", "63.0", "64.0", "65.0", "66.0")


def test_the_highest_common_version_that_was_tested_is_taken() -> None:
    assert choose_version([SANDBOX, PRODUCTION], newest_tested="67.0") == "66.0"
    assert choose_version([SANDBOX, PRODUCTION], newest_tested="65.0") == "64.0"
    assert choose_version([("9.0", "61.0")], newest_tested="67.0") == "61.0"


def test_a_fixed_version_may_be_a_whole_number() -> None:
    assert choose_version([SANDBOX, PRODUCTION], "62") == "62.0"
    assert choose_version([SANDBOX, PRODUCTION], "63.0") == "63.0"


@pytest.mark.parametrize("asked", ["61", "61.0", "65.0", "9.0", "7", "sixty", "62.5", "", "６２", "62.0.0"])  # noqa: RUF001
def test_a_version_that_not_both_offer_is_a_wrong_value(asked: str) -> None:
    with pytest.raises(InputError) as refused:
        choose_version([SANDBOX, PRODUCTION], asked)
    assert refused.value.exit_code == 2
    assert refused.value.what == f"API version `{asked}` is none that both orgs offer"
    assert "both orgs offer: 62.0 to 64.0, 66.0." in refused.value.fix
    assert "Example: --api-version 66.0" in refused.value.fix


def test_one_org_is_spoken_of_as_one() -> None:
    with pytest.raises(InputError, match="is none that the org offers"):
        choose_version([SANDBOX], "9.0")


def test_a_version_that_was_not_tested_is_refused_though_both_offer_it() -> None:
    with pytest.raises(InputError, match=r"`66` is newer than 65\.0"):
        choose_version([SANDBOX, PRODUCTION], "66", newest_tested="65.0")
    with pytest.raises(InputError, match="is none that both orgs offer"):
        choose_version([SANDBOX, PRODUCTION], "99.0", newest_tested="65.0")


def test_orgs_without_a_common_version_cannot_be_read() -> None:
    with pytest.raises(CouldNotLook, match=r"no common API version up to 67\.0"):
        choose_version([("61.0", "69.0"), ("62.0", "69.0")], newest_tested="67.0")


def test_the_readme_names_the_version_that_was_tested() -> None:
    assert f"API versions up to {NEWEST_TESTED} " in (ROOT / "README.md").read_text("utf-8")


def test_the_command_ends_with_2_and_takes_a_whole_number(tmp_path: Path) -> None:
    with running("identical") as pair:
        (tmp_path / "parity.yaml").write_text(yaml_for(pair))
        wrong = parity("collect", "sandbox", "--api-version", "6.2", cwd=tmp_path, environment=pair.environment)
        right = parity("collect", "sandbox", "--api-version", "62", cwd=tmp_path, environment=pair.environment)
    assert (wrong.code, right.code) == (2, 0)
    assert f"the org offers: {pair.sandbox.org.versions[0]} to {OFFERED}." in " ".join(wrong.err.split())
    assert "API version 62.0" in right.err
