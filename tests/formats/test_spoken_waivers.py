"""Why a waiver or a lower severity does not hold, in other languages: the whole name, and the whole reason."""

import pytest
from msgspec import structs

from parity.formats.spoken import sentence
from parity.languages.language import ENGLISH, LANGUAGES, Language
from parity.languages.speech import speaking
from parity.rules.finding import Severity
from parity.verdict.severities import SeverityStatus, severity_reason
from parity.verdict.waiver_reasons import waiver_reason
from parity.verdict.waivers import WaiverStatus
from tests.verdict.findings import applied, finding
from tests.waivers import lowering

OTHERS = [one for one in LANGUAGES if one is not ENGLISH]
FOUND = finding("Score__c", Severity.BLOCKER)
NAMES = ("Dana Hill", "Ann", "Anne-Marie by Night van den Berg", "김 서연")
#: What stands instead, as `apply_waivers` writes it.
INSTEAD = {
    WaiverStatus.CHANGED: "production changed since it was accepted, from what has the digest aaaa. Look at what it "
    "has now, and waive that or mend it: field-type-changed on Lead.Score__c (bbbb).",
    WaiverStatus.UNMATCHED: "The nearest is field-type-changed on Lead.Score__c (bbbb).",
    WaiverStatus.FOLDED: "Waive the cause, aaaa.",
    WaiverStatus.NOTE: "Take the waiver out.",
    WaiverStatus.OPEN: "Grant View Setup.",
}
_ENGLISH = (
    "The waiver",
    "The lower",
    "does not",
    "names a",
    "matches",
    "expired",
    "lasts",
    "cannot",
    "accepts",
    "Take",
)


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_several_words_stays_whole(name: str, language: Language) -> None:
    for status in WaiverStatus:
        if status in {WaiverStatus.APPLIED, WaiverStatus.IN_USE}:
            continue
        one = structs.replace(applied(FOUND, status), by=name, instead=INSTEAD.get(status, ""))
        told = waiver_reason(one)
        assert told is not None
        with speaking(language):
            said = sentence(told)
        assert name in said
        assert FOUND.fingerprint in said
        assert not [words for words in _ENGLISH if words in said.replace("Grant View Setup.", "")], said


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_a_lower_severity_is_told_with_the_whole_name(language: Language) -> None:
    for status in (SeverityStatus.UNMATCHED, SeverityStatus.SAME, SeverityStatus.RAISED, SeverityStatus.TOO_LONG):
        one = lowering(rule="field-label-changed", reason="r", status=status)
        told = severity_reason(one)
        assert told is not None
        with speaking(language):
            said = sentence(told)
        assert "Dana Hill" in said
        assert not [words for words in _ENGLISH if words in said], said
