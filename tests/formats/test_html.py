"""The HTML report in a real browser: inert, self-contained, usable without JavaScript, good for everybody's eyes."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from msgspec import structs
from playwright.sync_api import Browser

from parity.compare.difference import Kind
from parity.config.policy import Policy, Waiver
from parity.formats.html import grouped, matrix, render, shown
from parity.formats.text import summary_lines
from parity.rules.finding import Cause, Certainty
from parity.simulator import scenario_from
from parity.verdict.judge import judge
from parity.verdict.result import Result, result_digest
from tests.browser import Open
from tests.simulated import NOON, READ_AT, collected

SCENARIOS = (
    "identical",
    "drifted",
    "person-accounts-and-packages",
    "triggers-off",
    "hidden-fields",
    "no-tooling",
    "hostile",
)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_page_loads_nothing_runs_nothing_else_and_complains_of_nothing(
    scenario: str, result_of: Callable[..., Result], opened: Open
) -> None:
    report = opened(result_of(scenario))
    assert (report.requests, report.dialogs, report.complaints) == ([], [], [])
    assert report.page.locator("h1").inner_text().split("\n")[0].endswith("for Tests")
    assert result_of(scenario).verdict.value in report.page.locator("h1").inner_text()


@pytest.mark.parametrize("scenario", ["identical", "drifted", "no-tooling", "preview-release"])
def test_the_page_is_accessible(scenario: str, result_of: Callable[..., Result], opened: Open) -> None:
    broken = Axe().run(opened(result_of(scenario)).page)["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in broken] == []


def test_the_top_says_what_a_reader_must_know(result_of: Callable[..., Result], opened: Open) -> None:
    result = result_of("drifted")
    text = opened(result).page.locator("body").inner_text()
    for role in ("sandbox", "production"):
        used = getattr(result.snapshots, role)
        org = getattr(result.orgs, role)
        for words in (
            org.name,
            org.id,
            used.digest,
            used.collected_by.username,
            "2026-11-24 12:00:00 UTC",
            READ_AT,
        ):
            assert words in text
    assert "The switch cannot be undone." in text
    assert result_digest(result) in text
    assert result.policy.digest in text


def test_every_finding_is_there_with_both_sides_and_the_fix(result_of: Callable[..., Result], opened: Open) -> None:
    result = result_of("drifted")
    page = opened(result).page
    assert page.locator(".finding").count() == len(result.findings)
    for one in result.findings:
        card = page.locator(f"#f-{one.fingerprint}")
        words = card.inner_text()
        assert one.component in words
        assert one.fix in words
        sides = [(item.production, item.sandbox, item.name) for item in one.items]
        if len(sides) < 2 or one.kind is Kind.READINESS:
            sides = [(one.production, one.sandbox, one.attribute)]
        told = [shown(value, name) for production, sandbox, name in sides for value in (production, sandbox)]
        assert card.locator("dd").all_inner_texts() == told
    assert page.locator("#rules ~ dl > div").count() == len(result.rules)


def test_the_matrix_adds_up(result_of: Callable[..., Result]) -> None:
    result = result_of("drifted")
    rows = matrix(result)
    assert sum(row.blocker for row in rows) == result.counts.blocker
    assert sum(row.warning for row in rows) == result.counts.warning
    assert sum(row.info for row in rows) == result.counts.info
    assert [row.object for row in rows] == ["Day one", *sorted(one.object for one in result.checked)]
    assert sum(len(group.findings) for group in grouped(result.findings, "x")) == len(result.findings)


def test_causes_come_first_with_all_that_they_explain(result_of: Callable[..., Result], opened: Open) -> None:
    result = result_of("person-accounts-and-packages")
    page = opened(result).page
    assert page.locator("h2").all_inner_texts()[1].startswith("Causes: 5 decisions behind 180 findings")
    assert page.locator(".cause").count() == len(result.causes)
    assert page.locator(".finding").count() == len(result.findings)
    assert page.locator(".cause .explained .finding").count() == result.counts.folded
    assert not page.locator(".cause .explained .finding").first.is_visible()
    page.locator(".cause .explained summary").first.click()
    assert page.locator(".cause .explained .finding").first.is_visible()
    assert page.locator(".cause .proof").nth(0).inner_text().startswith("Why it matters")
    assert page.locator(".cause .proof").nth(1).inner_text().startswith("proven")


def test_day_one_has_its_section_and_the_budget_its_picture(result_of: Callable[..., Result], opened: Open) -> None:
    page = opened(result_of("identical")).page
    assert "What would go wrong on day one" in page.locator("h2").all_inner_texts()
    picture = page.get_by_role("img", name="The API budget of the first sync")
    assert picture.is_visible()
    assert picture.locator("rect").count() == 4
    assert "1,500,000" in (picture.locator("text").first.text_content() or "")
    text = page.locator("main").inner_text()
    for words in ("FULL, copied on 2026-10-05", "30 touchpoints of 20 people"):
        assert words in text


def test_a_rehearsal_that_never_was_cannot_be_missed(opened: Open) -> None:
    pair = collected(scenario_from("x", {"sandbox": {"touchpoints": {"people": 0, "opportunities": 0}}}, NOON.date()))
    result = judge(*pair, Policy(), tenant="Tests", judged_at=NOON)
    assert opened(result).page.locator("header .reasons li").first.inner_text().startswith("NEVER REHEARSED")
    assert any("NEVER REHEARSED" in line for line in summary_lines(result)[:2])


def test_search_filter_and_fold(result_of: Callable[..., Result], opened: Open) -> None:
    result = result_of("drifted")
    page = opened(result).page
    visible = page.locator(".finding:visible")
    page.select_option("#filter-object", "Lead")
    leads = [one for one in result.findings if one.object == "Lead"]
    assert visible.count() == len(leads)
    page.select_option("#filter-severity", "blocker")
    assert visible.count() == sum(one.severity.value == "blocker" for one in leads)
    page.click("text=Clear")
    page.select_option("#filter-rule", "trigger-inactive-in-sandbox")
    assert visible.count() == sum(one.rule == "trigger-inactive-in-sandbox" for one in result.findings)
    page.click("text=Clear")
    page.fill("#filter-text", "ERP_Id__c")
    assert visible.count() == 1
    assert page.locator("#filter-count").inner_text() == f"1 of {len(result.findings)} findings shown"
    page.click("text=Clear")
    page.click("#fold")
    assert visible.count() == 0
    page.click("#fold")
    assert visible.count() == len(result.findings)


def test_without_javascript_everything_can_be_read(
    result_of: Callable[..., Result], browser: Browser, tmp_path: Path
) -> None:
    result = result_of("drifted")
    (tmp_path / "report.html").write_bytes(render(result))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "report.html").as_uri())
    assert not page.locator("#filter").is_visible()
    assert page.locator(".finding:visible").count() == len(result.findings)
    context.close()


def test_a_narrow_screen_does_not_scroll_sideways(result_of: Callable[..., Result], opened: Open) -> None:
    page = opened(result_of("hostile")).page
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_on_paper_nothing_is_folded_and_nothing_to_click_is_left(
    result_of: Callable[..., Result], opened: Open
) -> None:
    page = opened(result_of("drifted")).page
    page.click("#fold")
    page.select_option("#filter-object", "Lead")
    page.emulate_media(media="print")
    assert not page.locator("#filter").is_visible()
    assert page.locator(".finding:visible").count() == page.locator(".finding").count()


BOMBS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>alert(1)</script>",
    "{{ 7 * 7 }}{% include 'x' %}",
    "javascript:alert(1)",
    "\u202egnp.exe\u202c\x1b[31m",
    "x" * 1_000_000,
)


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda text: repr(text[:16]))
def test_a_bomb_in_every_text_of_the_result_stays_text(
    bomb: str, result_of: Callable[..., Result], opened: Open
) -> None:
    result = result_of("drifted")
    findings = tuple(
        structs.replace(one, component=bomb, attribute=bomb, sandbox=bomb, production={bomb: [bomb]}, message=bomb)
        for one in result.findings[:3]
    )
    rules = {name: structs.replace(rule, source=bomb, title=bomb) for name, rule in result.rules.items()}
    org = structs.replace(result.orgs.production, name=bomb, instance_url=bomb)
    ready = result.readiness
    exposed = structs.replace(ready.exposure[0], object=bomb, flows=(bomb,), unique_fields=(bomb,))
    causes = (Cause(fingerprint="f" * 16, rule="cause-release", certainty=Certainty.LIKELY, proof=bomb, explains=()),)
    own = structs.replace(findings[0], kind="cause", rule=bomb, fingerprint="f" * 16, object=bomb)
    on_day_one = structs.replace(findings[0], kind="readiness", fingerprint="e" * 16, object=bomb)
    bombed = structs.replace(
        result,
        causes=causes,
        readiness=structs.replace(
            ready,
            user=bomb,
            not_evaluated=(bomb,),
            exposure=(exposed,),
            proof=structs.replace(ready.proof, license=bomb),
        ),
        tenant=bomb,
        findings=(own, on_day_one, *findings),
        rules=rules,
        notes=(bomb,),
        reasons=(bomb,),
        orgs=structs.replace(result.orgs, production=org),
    )
    report = opened(bombed)
    assert (report.requests, report.dialogs, report.complaints) == ([], [], [])
    assert report.page.locator("img, iframe, object, embed, link").count() == 0
    assert report.page.locator("script").count() == 1
    assert not re.search("[\u202a-\u202e\x1b]", report.page.content())
    assert report.page.locator("a[href^='javascript']").count() == 0


def test_a_text_of_a_megabyte_makes_no_report_of_many(result_of: Callable[..., Result]) -> None:
    result = result_of("hostile")
    label = "A" * 1_000_000
    findings = (structs.replace(result.findings[0], production=label), *result.findings[1:])
    page = render(structs.replace(result, findings=findings)).decode()
    assert len(page) < 200_000
    assert "998,060 more characters in result.json" in page


def test_a_waiver_is_shown_with_its_name_and_reason(result_of: Callable[..., Result], opened: Open) -> None:
    found = result_of("drifted").findings[0]
    waiver = Waiver(
        fingerprint=found.fingerprint,
        seen=found.seen,
        items=tuple(item.name for item in found.items),
        by="Dana Hill",
        reason="Retired next week",
        expires=date(2027, 1, 31),
    )
    stale = Waiver(fingerprint="0" * 16, by="Dana Hill", reason="Gone", expires=date(2027, 1, 31))
    result = result_of("drifted", Policy(waivers=(waiver, stale)))
    page = opened(result).page
    table = page.locator("#waivers ~ .scroll").inner_text()
    for words in ("Dana Hill", "Retired next week", "2027-01-31", "applied", "matches no finding"):
        assert words in table
    assert "waived" in page.locator(f"#f-{found.fingerprint} h4").inner_text()


def test_the_same_result_gives_the_same_bytes(result_of: Callable[..., Result]) -> None:
    assert render(result_of("drifted")) == render(result_of("drifted"))


def test_the_values_are_put_in_words() -> None:
    assert shown(None) == "nothing"
    assert shown(None, "presence") == "missing"
    assert shown(None, "picklistValues[Hot]") == "missing"
    assert shown(True) == "true"
    assert shown(["a", "b"]) == "a, b"
    assert json.loads(shown({"optionalFilter": True})) == {"optionalFilter": True}
