"""The fix list as a spreadsheet program would meet it: as csv and, by openpyxl, as a workbook."""

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from parity.formats import csv as comma
from parity.formats import xlsx
from parity.verdict.result import Result, result_digest
from tests.formats.results import BOMBS, SCENARIOS, baseline_of, bombed, waived

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))["Fix list"]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_both_have_a_row_for_everything_to_decide(scenario: str, result_of: Callable[..., Result]) -> None:
    result = result_of(scenario)
    found = rows(comma.render(result))
    assert len(found) == len(result.gaps) + len(result.findings)
    made = sheet(xlsx.render(result))
    head, *cells = [[cell or "" for cell in row] for row in made.iter_rows(values_only=True)]
    assert head == list(found[0] if found else comma.COLUMNS.values())
    assert cells == [[cell.replace("\r\n", "\n") for cell in row.values()] for row in found]


def test_a_row_says_whose_it_is_what_each_org_has_what_to_do_and_where(result_of: Callable[..., Result]) -> None:
    result = result_of("drifted")
    accepted = next(one for one in result.findings if one.component == "LeadRouting")
    found = {row["Component"]: row for row in rows(comma.render(waived(result, accepted), baseline_of(result, 3)))}
    erp = found["ERP_Id__c"]
    assert (erp["Status"], erp["Owner"], erp["Severity"], erp["Object"]) == ("open", "", "blocker", "Account")
    assert (erp["In production"], erp["In the sandbox"]) == ("string(18), unique, external id", "missing")
    assert erp["Fix"].startswith("Deploy the field")
    assert erp["Where"] == "Setup > Object Manager > Account > Fields & Relationships > ERP_Id__c"
    assert erp["Since the baseline"] == "new"
    mine = found["LeadRouting"]
    assert (mine["Status"], mine["Owner"]) == ("waived", "Dana Hill (CRM-12) until 2026-11-24: Retired next week")
    assert mine["Since the baseline"] == "unchanged"
    several = found["Cost_Centre__c"]
    assert several["In production"].splitlines()[0] == "type: picklist"
    assert several["In the sandbox"].splitlines()[0] == "type: string"


def test_what_could_not_be_read_is_to_be_done_too(result_of: Callable[..., Result]) -> None:
    found = rows(comma.render(result_of("no-tooling")))
    assert {(row["Status"], row["Severity"]) for row in found} == {("open", "not read")}
    assert all(row["Fix"] for row in found)


def test_the_workbook_filters_and_keeps_its_heading_in_view(result_of: Callable[..., Result]) -> None:
    result = result_of("drifted")
    made = sheet(xlsx.render(result))
    assert made.freeze_panes == "A2"
    assert made.auto_filter.ref == f"A1:N{len(result.findings) + 1}"
    (choice,) = made.data_validations.dataValidation
    assert choice.formula1.strip('"').split(",")[:3] == ["open", "in work", "done"]
    about = openpyxl.load_workbook(io.BytesIO(xlsx.render(result)))["Result"]
    known = [tuple(row) for row in about.iter_rows(values_only=True)]
    assert {("Verdict", "NO-GO"), ("result.json", result_digest(result))} <= set(known)


def test_the_clock_of_the_workbook_is_that_of_the_judgement(result_of: Callable[..., Result]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(result_of("drifted"))))
    assert book.properties.created.isoformat() == "2026-11-24T12:00:00"


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda text: repr(text[:16]))
def test_nothing_starts_a_formula(bomb: str, result_of: Callable[..., Result]) -> None:
    for scenario in ("drifted", "no-tooling"):
        result = bombed(result_of(scenario), bomb)
        for row in rows(comma.render(result)):
            assert not [cell for cell in row.values() if cell.lstrip(" ").startswith(_FORMULA)]
        book = openpyxl.load_workbook(io.BytesIO(xlsx.render(result)))
        for cell in (cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type in {"s", "inlineStr"}
            assert cell.hyperlink is None
            assert not str(cell.value).lstrip(" ").startswith(_FORMULA)


def test_a_bomb_in_a_cell_is_still_what_the_org_has() -> None:
    assert comma.cell_of("=1+1") == "'=1+1"
    assert comma.cell_of("  =1+1") == "'  =1+1"
    assert comma.cell_of("a=1") == "a=1"
    assert len(comma.cell_of("+" * 100_000)) == comma.LONGEST
    for text in ("\U0001f600" * 40_000, "x" * 30_000 + "\U0001f600" * 5_000):
        cut = comma.cell_of(text)
        # Excel counts in UTF-16: it calls a workbook damaged whose cell is longer.
        assert comma.LONGEST - 2 <= len(cut.encode("utf-16-le")) / 2 <= comma.LONGEST
