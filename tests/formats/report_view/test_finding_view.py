"""Findings by object and rule: nothing is lost, and what is the same for several is said once."""

from collections.abc import Callable, Iterator

import pytest
from msgspec import structs

from parity.compare.difference import Kind
from parity.formats.html import render
from parity.formats.report_view.finding_view import FindingView, ObjectGroup
from parity.formats.report_view.matrix import matrix
from parity.formats.report_view.view import ReportView, report_view
from parity.verdict.result import Result
from parity.verdict.who import Changed, Who
from tests.many_findings import with_findings

Make = Callable[..., Result]


def all_views(view: ReportView) -> Iterator[FindingView]:
    """Every finding of a view, wherever it stands."""
    yield from (one for risk in view.day_one.risks for one in risk.findings)
    for cause in view.causes:
        yield cause.finding
        yield from (one for group in cause.explained for one in group.findings)
    yield from in_groups((*view.objects, *view.automation))


def in_groups(groups: tuple[ObjectGroup, ...]) -> Iterator[FindingView]:
    return (one for place in groups for group in place.rules for one in group.findings)


@pytest.mark.parametrize("scenario", ["drifted", "person-accounts-and-packages", "hidden-fields", "preview-release"])
def test_every_finding_stands_once(scenario: str, result_of: Make) -> None:
    result = result_of(scenario)
    found = [one.fingerprint for one in all_views(report_view(result))]
    assert sorted(found) == sorted(one.fingerprint for one in result.findings)


def test_findings_of_one_rule_share_what_to_do(result_of: Make) -> None:
    result = result_of("triggers-off")
    (lead,) = [one for one in report_view(result).automation if one.object == "Lead"]
    (group,) = [one for one in lead.rules if one.rule == "trigger-inactive-in-sandbox"]
    assert group.title == "A trigger that runs on updates in production is switched off in the sandbox"
    assert "Setup > Apex Triggers > …" in group.fix
    assert {one.fix for one in group.findings} == {""}
    assert group.findings[0].path.startswith("Setup > Object Manager > ")
    assert group.findings[0].path.endswith(f" > Triggers > {group.findings[0].name}")


def test_a_finding_alone_says_all_itself(result_of: Make) -> None:
    result = result_of("drifted")
    alone = {one.fingerprint: one for one in in_groups(report_view(result).objects)}
    for one in result.findings:
        if one.kind is Kind.FIELD:
            assert (alone[one.fingerprint].message, alone[one.fingerprint].fix) == (one.message, one.fix)


def test_what_is_undecided_keeps_its_sentence_in_a_group_too(result_of: Make) -> None:
    result = result_of("hidden-fields")
    explained = [one for one in all_views(report_view(result)) if one.undecided]
    assert explained
    assert [one for one in explained if not one.message] == []


def test_who_last_changed_a_component_is_told_with_its_finding(result_of: Make) -> None:
    result = result_of("drifted")
    one = next(one for one in result.findings if one.kind is Kind.TRIGGER)
    dana = Changed(production=Who(by="Dana <b>Hill</b>", at="2026-11-20T10:00:00Z", told_by="its row"), sandbox=None)
    told = structs.replace(result, changed={one.fingerprint: dana})
    views = {view.fingerprint: view for view in all_views(report_view(told))}
    assert views[one.fingerprint].changed.startswith("production: Dana <b>Hill</b>")
    assert {view.changed for name, view in views.items() if name != one.fingerprint} == {""}
    page = render(told).decode()
    assert page.count("Last changed: production: Dana &lt;b&gt;Hill&lt;/b&gt;") == 1


def test_the_page_says_what_of_authorize_is_proven_and_what_a_person_answers(result_of: Make) -> None:
    result = result_of("identical")
    asked = report_view(result).day_one.authorize
    assert {one.id for one in asked} == {one.id for one in result.readiness.authorize}
    page = render(result).decode()
    assert [one.about for one in asked if f"<strong>{one.about}</strong>" not in page] == []
    to_ask = [one.id for one in asked if not one.is_proven and not one.is_refused]
    assert [one for one in to_ask if f"<code>{one}</code>" not in page] == []
    assert to_ask


def test_the_matrix_adds_up(result_of: Make) -> None:
    result = result_of("drifted")
    rows = matrix(result)
    assert sum(row.blocker for row in rows) == result.counts.blocker
    assert sum(row.warning for row in rows) == result.counts.warning
    assert sum(row.info for row in rows) == result.counts.info
    assert [row.object for row in rows] == ["Day one", *sorted(one.object for one in result.checked)]


def test_the_matrix_leads_to_an_anchor_that_is_there_once(result_of: Make) -> None:
    view = report_view(with_findings(result_of("drifted"), 400))
    anchors = [group.anchor for place in (*view.objects, *view.automation) for group in place.rules if group.anchor]
    assert len(anchors) == len(set(anchors))
    assert "part=differences&object=Account&severity=blocker" in anchors


def test_the_order_of_the_findings_in_the_file_changes_nothing_but_the_order_of_equals(result_of: Make) -> None:
    result = result_of("drifted")
    turned = structs.replace(result, findings=result.findings[::-1])
    assert matrix(turned) == matrix(result)
