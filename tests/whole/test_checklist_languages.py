"""`parity checklist --lang`: every line in the language that was asked for, whatever an item's state."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from docs.catalogues import CODES, texts
from parity.audit.ledger_entries import record_result
from parity.formats.spoken import sentence
from parity.integrity.canonical import digest
from parity.languages.language import language_named
from parity.languages.speech import has, speaking
from parity.ledger.records import Draft, EntryKind
from parity.marketo_measure.authorize import ADOBE_RANGES
from parity.simulator.changes import changed
from parity.switch.checklist import ItemStatus, record_of, states
from parity.switch.items import ITEMS, QUESTIONS
from parity.verdict.result import result_bytes
from parity.verdict.result_files import RESULT
from tests.tenants import OPERATOR, TENANT, Case, ready, utc

APPROVE = {
    "connected_apps": {"Marketo Measure": {"installed": False}},
    "permissions": {"add": ["CanApproveUninstalledApps"]},
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A tenant whose last check left a question open, with an answer of another user and one item recorded."""
    with ready(tmp_path_factory.mktemp("tenant"), prepared=False) as case:
        case.pair.production.replace(changed(case.pair.production.org, APPROVE))
        result = case.check()
        record_result(case.ledger, TENANT, result, {RESULT: digest(result_bytes(result))}, OPERATOR)
        assert case.parity("checklist", "channels", "--note", "none by now", "--as", "Dana Hill").code == 0
        key = next(one for one in ITEMS if one.id == "security-key")
        body = {**record_of(key, "Omar", (), case.whom), "about": {"production_org": None, "integration_user": "x"}}
        case.ledger.append(Draft(kind=EntryKind.CHECKLIST, tenant=TENANT, body=body), OPERATOR)
        yield case


def test_korean_is_spoken_line_by_line(asked: Case) -> None:
    outcome = asked.parity("checklist", "--lang", "ko")
    assert outcome.code == 0, outcome.err
    listed = outcome.out
    assert "프로덕션의 Setup > Connected Apps OAuth Usage: 앱이 목록에 있고" in listed
    assert "API Access Control이 켜져 있지 않으면 충분하지만" in listed
    assert "다른 통합 사용자나 프로덕션 조직에 대해 답함: 다시 답하십시오" in listed
    assert "조직이 입증함 (프로필에 로그인 IP 범위가 없음)" in listed
    assert all(f"{first}~{last}" not in listed for first, last in ADOBE_RANGES), "what the orgs prove is not asked"
    assert [line for line in listed.splitlines() if line.strip() and not any("가" <= one <= "힣" for one in line)] == []
    assert " by Dana Hill" not in listed
    assert "Dana Hill" in listed


@pytest.mark.parametrize("code", CODES)
def test_no_line_is_english_in_any_language(code: str, asked: Case) -> None:
    english, told = (asked.parity("checklist", "--lang", one).out.splitlines() for one in ("en", code))
    assert len(english) == len(told)
    assert [one for one, other in zip(english, told, strict=True) if one == other] == []
    assert not any(text in line for line in told for item in ITEMS for text in (item.title, item.clicks) if text)


def test_an_unknown_language_is_refused_with_those_that_there_are(asked: Case) -> None:
    outcome = asked.parity("checklist", "--lang", "es")
    assert (outcome.code, outcome.out) == (2, "")
    assert "'es'" in outcome.err
    assert all(code in outcome.err for code in ("en", *CODES))
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("code", CODES)
def test_each_catalogue_has_every_string_of_the_checklist(code: str) -> None:
    strings = [text for one in ITEMS for text in (one.title, one.clicks) if text] + [one.value for one in ItemStatus]
    assert set(strings) <= set(texts())
    assert all(one.clicks for one in QUESTIONS)
    with speaking(language_named(code)):
        assert [one for one in strings if not has(one)] == []


@pytest.mark.parametrize("item", ["authorize-app", "no-save-and-process"])
def test_an_answer_that_is_too_old_says_for_how_long_one_holds(item: str, asked: Case) -> None:
    known = next(one for one in ITEMS if one.id == item)
    answer = Draft(kind=EntryKind.CHECKLIST, tenant=TENANT, body=record_of(known, "seen", (), asked.whom))
    asked.ledger.append(answer, OPERATOR)
    found = states(asked.ledger.entries(), TENANT, {}, asked.whom, utc() + timedelta(days=7, hours=1))
    why = next(one.why for one in found if one.item.id == item)
    told = {}
    for code in CODES:
        with speaking(language_named(code)):
            told[code] = sentence(why)
    week = item == "authorize-app"
    days = {"ko": "7일", "ja": "7 日", "de": "7 Tage", "fr": "7 jours"}
    one_day = {"ko": "1일", "ja": "1 日", "de": "1 Tag:", "fr": "1 jour\u00a0:"}
    assert "an answer holds for" in why
    assert {code for code, text in (days if week else one_day).items() if text not in told[code]} == set()
