"""The report in a real browser: inert, self-contained, usable without JavaScript, good for everybody's eyes."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec import structs
from playwright.sync_api import Browser, Locator

from parity.compare.difference import Kind
from parity.config.policy import Policy, Waiver
from parity.formats.html import render
from parity.formats.report_view.sides import Members, Side, rows_of
from parity.languages.language import language_named
from parity.languages.speech import speaking
from parity.rules.finding import Cause, Certainty
from parity.simulator import scenario_from
from parity.verdict.judge import judge
from parity.verdict.result import Result, result_digest
from parity.verdict.waivers import AppliedWaiver, apply_waivers
from tests.browser import Open
from tests.simulated import NOON, READ_AT, collected
from tests.waivers import waiver_of

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
    assert report.page.locator("h1").inner_text() == f"{result_of(scenario).verdict.value} Tests"


def test_every_fact_that_ties_the_page_to_its_evidence_is_there(result_of: Callable[..., Result], opened: Open) -> None:
    result = result_of("drifted")
    page = opened(result).page
    text = page.locator("#provenance").inner_text()
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
    assert result.policy.digest in text
    command = page.locator("#provenance pre.copy code").inner_text()
    assert command == f'echo "{result_digest(result).removeprefix("sha256:")}  result.json" | sha256sum --check'
    assert page.locator("#provenance .reasons li").all_inner_texts() == list(result.reasons)


def told(side: Side) -> str:
    """A side as the page writes it: the members of a set one a line, a text in one piece."""
    if isinstance(side, str):
        return side
    pieces = [one.text for one in side.parts]
    return "\n".join(pieces) if isinstance(side, Members) else "".join(pieces)


@pytest.mark.parametrize("scenario", ["drifted", "triggers-off"])
def test_every_finding_is_there_with_both_sides_and_the_fix(
    scenario: str, result_of: Callable[..., Result], opened: Open
) -> None:
    result = result_of(scenario)
    page = opened(result).page
    assert page.locator(".finding").count() == len(result.findings)
    for one in result.findings:
        card = page.locator(f"#f-{one.fingerprint}")
        words = card.inner_text()
        for wanted in (one.component, one.severity.value, one.fingerprint, "Setup >"):
            assert wanted in words, (one.rule, wanted)
        rows = rows_of(one)
        sides = [told(side) for row in rows for side in (row.production, row.sandbox)]
        assert card.locator("dd").all_inner_texts() == sides
        assert card.locator("dt").all_inner_texts() == ["Production", "Sandbox"] * len(rows)
        group = card.locator("xpath=ancestor::div[@class='same']/p[@class='fix']")
        fix = group.inner_text() if group.count() else words
        assert one.fix.replace(one.component, "…") in fix.replace(one.component, "…")
        assert group.count() or one.message in words
    assert page.locator("#rules dl > div").count() == len(result.rules)


def test_the_differing_part_is_marked(result_of: Callable[..., Result], opened: Open) -> None:
    result = result_of("drifted")
    page = opened(result).page
    marked = {
        one.component: [card.all_inner_texts() for card in _marks(page.locator(f"#f-{one.fingerprint}"))]
        for one in result.findings
        if one.component in {"LeadSource", "Weighted_Margin__c", "Sub_Region__c", "Forecast_Note__c"}
    }
    assert marked["LeadSource"] == [["Webinar"], []]
    assert marked["Weighted_Margin__c"] == [["IF(ISBLANK(Freight_Margin__c), 0, ", ")"], []]
    assert marked["Sub_Region__c"] == [["West"], []]
    assert marked["Forecast_Note__c"] == [[], []]


def _marks(card: Locator) -> list[Locator]:
    return [card.locator(".sides > div").nth(at).locator("mark") for at in range(2)]


def test_causes_stand_with_all_that_they_explain(result_of: Callable[..., Result], opened: Open) -> None:
    result = result_of("person-accounts-and-packages")
    page = opened(result).page
    assert page.locator("#causes-title").inner_text() == "Causes: 5 decisions behind 180 findings"
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
    picture = page.get_by_role("img", name="The API budget of the first sync")
    assert picture.is_visible()
    assert picture.locator("rect").count() == 4
    assert "1,500,000" in (picture.locator("text").first.text_content() or "")
    text = page.locator("#day-one").inner_text()
    for words in ("FULL, copied on 2026-10-05", "30 touchpoints of 20 people"):
        assert words in text


def test_a_rehearsal_that_never_was_cannot_be_missed(opened: Open) -> None:
    pair = collected(scenario_from("x", {"sandbox": {"touchpoints": {"people": 0, "opportunities": 0}}}, NOON.date()))
    result = judge(*pair, Policy(), tenant="Tests", judged_at=NOON)
    assert "NEVER REHEARSED" in opened(result).page.locator("header .points li").first.inner_text()


def test_long_lists_fold_at_ten(result_of: Callable[..., Result], opened: Open) -> None:
    result = result_of("drifted")
    found = next(one for one in result.findings if one.component == "LeadSource")
    item = found.items[0]
    items = tuple(structs.replace(item, name=f"picklistValues[Value {number:02}]") for number in range(25))
    page = opened(structs.replace(result, findings=(structs.replace(found, items=items),))).page
    card = page.locator(f"#f-{found.fingerprint}")
    assert card.locator("li:visible").count() == 10
    card.locator("summary", has_text="15 more").click()
    assert card.locator("li:visible").count() == 25


def test_a_waiver_is_shown_with_its_finding_in_words(result_of: Callable[..., Result], opened: Open) -> None:
    found = result_of("drifted").findings[0]
    waiver = Waiver(
        fingerprint=found.fingerprint,
        seen=found.seen,
        items=tuple(item.name for item in found.items),
        by="Dana Hill",
        reason="Retired next week",
        expires=date(2027, 1, 31),
    )
    stale = Waiver(fingerprint="0" * 16, by="Min-jun Park", reason="Gone", expires=date(2027, 1, 31))
    result = result_of("drifted", Policy(waivers=(waiver, stale)))
    page = opened(result).page
    rows = page.locator("#waivers tbody tr").all_inner_texts()
    for words in (found.message, found.fingerprint, "Dana Hill", "Retired next week", "2027-01-31", "holds"):
        assert words in rows[0]
    assert rows[1].startswith("0" * 16)
    assert "matches no finding" in rows[1]
    assert "waived by Dana Hill" in page.locator(f"#f-{found.fingerprint}").inner_text()
    about = page.locator("header .about").inner_text()
    assert "1 by Dana Hill" in about
    assert "1 does not hold" in about


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
    page.locator(".matrix td.blocker a").first.click()
    place = page.locator(".finding.blocker").first.bounding_box()
    assert place is not None
    assert 0 <= place["y"] < 800
    context.close()


@pytest.mark.parametrize("scenario", ["hostile", "drifted", "no-tooling", "person-accounts-and-packages"])
def test_a_narrow_screen_does_not_scroll_sideways(
    scenario: str, result_of: Callable[..., Result], opened: Open
) -> None:
    page = opened(result_of(scenario)).page
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_paper_nothing_is_folded_and_nothing_to_click_is_left(
    result_of: Callable[..., Result], opened: Open
) -> None:
    page = opened(result_of("drifted")).page
    page.click("#fold")
    page.select_option("#filter-object", "Lead")
    page.emulate_media(media="print")
    assert not page.locator("#filter").is_visible()
    assert page.locator("button:visible").count() == 0
    assert page.locator(".finding:visible").count() == page.locator(".finding").count()
    assert page.locator(".signature").is_visible()


def test_on_paper_a_cause_stands_with_its_count_and_not_with_all_that_it_explains(
    result_of: Callable[..., Result], opened: Open
) -> None:
    page = opened(result_of("person-accounts-and-packages")).page
    page.emulate_media(media="print")
    assert page.locator(".explained summary:visible").count() == 5
    assert page.locator(".explained .finding:visible").count() == 0


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
        structs.replace(
            one, component=bomb, attribute=bomb, object=bomb, sandbox=bomb, production={bomb: [bomb]}, message=bomb
        )
        for one in result.findings[:6]
    )
    item = structs.replace(result.findings[-1].items[0], name=bomb, sandbox=[bomb], production=[bomb, "other"])
    findings = (*findings, structs.replace(result.findings[-1], items=(item, item), rule=bomb, fix=bomb))
    rules = {name: structs.replace(rule, source=bomb, title=bomb) for name, rule in result.rules.items()}
    org = structs.replace(result.orgs.production, name=bomb, id=bomb, instance_url=bomb)
    ready = result.readiness
    exposed = structs.replace(ready.exposure[0], object=bomb, flows=(bomb,), unique_fields=(bomb,))
    causes = (Cause(fingerprint="f" * 16, rule="cause-release", certainty=Certainty.LIKELY, proof=bomb, explains=()),)
    own = structs.replace(findings[0], kind=Kind.CAUSE, rule=bomb, fingerprint="f" * 16, object=bomb)
    on_day_one = structs.replace(findings[0], kind=Kind.READINESS, fingerprint="e" * 16, object=bomb)
    waived = judge_waived(result, findings[0].fingerprint, bomb)
    used = result.snapshots.sandbox
    user = structs.replace(used.collected_by, username=bomb, profile=bomb, sign_in=bomb)
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
        waivers=waived,
        orgs=structs.replace(result.orgs, production=org),
        snapshots=structs.replace(
            result.snapshots, sandbox=structs.replace(used, collected_by=user, fallback=bomb, api_version=bomb)
        ),
    )
    for code in ("en", "ko"):
        with speaking(language_named(code)):
            report = opened(bombed)
        assert (report.requests, report.dialogs, report.complaints) == ([], [], [])
        assert report.page.locator("img, iframe, object, embed, link").count() == 0
        assert report.page.locator("script:not([type])").count() == 1
        assert report.page.locator("script[type='application/json']").count() == 1
        assert not re.search("[\u202a-\u202e\x1b]", report.page.content())
        assert report.page.locator("a[href^='javascript']").count() == 0


def judge_waived(result: Result, fingerprint: str, bomb: str) -> tuple[AppliedWaiver, ...]:
    """A waiver that holds, with a bomb in every text that a person writes."""
    waiver = structs.replace(waiver_of(result.findings[0]), by=bomb, reason=bomb)
    applied = apply_waivers(Policy(waivers=(waiver,)), result.findings, (), NOON.date())
    return (structs.replace(applied[0], fingerprint=fingerprint), structs.replace(applied[0], fingerprint=bomb))


def test_a_text_of_a_megabyte_makes_no_report_of_many(result_of: Callable[..., Result]) -> None:
    result = result_of("hostile")
    label = "A" * 1_000_000
    findings = (structs.replace(result.findings[0], production=label), *result.findings[1:])
    page = render(structs.replace(result, findings=findings)).decode()
    assert len(page) < 200_000
    assert "998,060 more characters in result.json" in page


def test_the_policy_of_the_page_allows_its_own_style_and_script_and_nothing_else(
    result_of: Callable[..., Result],
) -> None:
    page = render(result_of("drifted")).decode()
    policy = re.search('http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    allowed = policy[1].replace("&#39;", "'")
    assert re.sub(r"sha256-[\w+/=]{44}", "HASH", allowed) == (
        "default-src 'none'; style-src 'HASH'; script-src 'HASH'; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"<[^>]*\s(style|on\w+)=", page)


def test_the_same_result_gives_the_same_bytes(result_of: Callable[..., Result]) -> None:
    assert render(result_of("drifted")) == render(result_of("drifted"))
