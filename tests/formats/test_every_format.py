"""What holds for every format: the same result gives the same bytes, whatever an org puts into it."""

import io
import time
import zipfile
from collections.abc import Callable

import pytest
from msgspec import structs

from parity.formats.registry import all_formats
from parity.verdict.result import Result
from tests.formats.results import BOMBS, SCENARIOS, baseline_of, bombed, lowered, waived

NAMES = ("csv", "html", "json", "junit", "markdown", "sarif", "text", "xlsx")
#: Printed by another program, which takes seconds: tests/formats/test_pdf.py.
PRINTED = ("pdf",)


def test_all_are_there_each_with_a_file_of_its_own() -> None:
    assert tuple(all_formats()) == tuple(sorted(NAMES + PRINTED))
    assert tuple(name for name, one in all_formats().items() if one.needs) == PRINTED
    assert len({one.file for one in all_formats().values()}) == len(all_formats())
    assert all(one.about and one.title for one in all_formats().values())


@pytest.mark.parametrize("name", NAMES)
def test_the_same_result_gives_the_same_bytes(name: str, result_of: Callable[..., Result]) -> None:
    for scenario in SCENARIOS:
        result = result_of(scenario)
        assert all_formats()[name].bytes_of(result) == all_formats()[name].bytes_of(result)


@pytest.mark.parametrize("name", NAMES)
def test_what_changed_is_told_where_the_format_says_so_and_changes_nothing_elsewhere(
    name: str, result_of: Callable[..., Result]
) -> None:
    result, made = result_of("drifted"), all_formats()[name]
    since = baseline_of(result, 3)
    assert (made.bytes_of(result, since) != made.bytes_of(result)) is (made.render_since is not None)


def words_of(name: str, result: Result) -> str:
    """All that a format says, as text."""
    made = all_formats()[name].bytes_of(result)
    if name == "xlsx":
        with zipfile.ZipFile(io.BytesIO(made)) as book:
            return book.read("xl/sharedStrings.xml").decode()
    return " ".join(made.decode().split())


@pytest.mark.parametrize("name", NAMES)
def test_every_format_says_who_accepted_what_where_until_when_and_why(
    name: str, result_of: Callable[..., Result]
) -> None:
    result = result_of("drifted")
    for told, ticket in (
        (waived(result, result.findings[2]), "CRM-12"),
        (lowered(result, result.findings[2]), "CRM-13"),
    ):
        said = words_of(name, told)
        for word in ("Dana Hill", ticket, "2026-11-24", "Retired next week"):
            assert word in said, (name, ticket, word)


@pytest.mark.parametrize("name", NAMES)
def test_every_format_says_what_the_rule_says_by_itself(name: str, result_of: Callable[..., Result]) -> None:
    result = result_of("drifted")
    (erp,) = (one for one in result.findings if one.component == "ERP_Id__c")
    said = '"rule_severity": "blocker"' if name == "json" else "blocker by the rule"
    assert said in words_of(name, lowered(result, erp))


def test_many_waivers_and_findings_take_no_time_that_grows_with_their_product(
    result_of: Callable[..., Result],
) -> None:
    result = result_of("drifted")
    many = tuple(
        structs.replace(result.findings[0], component=f"F{n}__c", fingerprint=f"{n:016x}") for n in range(5_000)
    )
    result = waived(structs.replace(result, findings=many), *many)
    for name in ("csv", "junit", "markdown", "sarif"):
        begin = time.process_time()
        all_formats()[name].bytes_of(result)
        assert time.process_time() - begin < 10, name


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda text: repr(text[:16]))
def test_no_text_of_an_org_stops_a_format(bomb: str, result_of: Callable[..., Result]) -> None:
    for scenario in ("drifted", "no-tooling"):
        result = bombed(result_of(scenario), bomb)
        for name in NAMES:
            assert all_formats()[name].bytes_of(result)
