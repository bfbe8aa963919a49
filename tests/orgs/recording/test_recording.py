"""A recording is whole and unchanged, or refused with one message; what it does not hold could not be looked at."""

import json
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from msgspec import structs

from parity.errors import InputError, OrgUnreachable
from parity.integrity.canonical import digest
from parity.orgs.recording import cassette, scrubber
from parity.orgs.recording.manifest import MANIFEST, Manifest, manifest_bytes, read_manifest
from parity.orgs.recording.recorder import cassette_name, refuse_other_files
from parity.orgs.recording.recording import read_recording
from parity.snapshot.records import Role
from tests.recordings import Recorded, in_short, judged, recorded, replayed
from tests.simulated import OFFERED, READ_AT

SANDBOX = cassette_name(Role.SANDBOX)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    return recorded("drifted", tmp_path_factory.mktemp("recorded"))


@pytest.fixture
def mine(run: Recorded, tmp_path: Path) -> Path:
    """A copy of the recording that a test may spoil."""
    return copytree(run.folder, tmp_path / "recording")


def _cut(folder: Path) -> None:
    data = (folder / SANDBOX).read_bytes()
    (folder / SANDBOX).write_bytes(data[: len(data) // 2])


def _edited(folder: Path) -> None:
    text = (folder / SANDBOX).read_text("utf-8")
    (folder / SANDBOX).write_text(text.replace('\\"nillable\\":true', '\\"nillable\\":false', 1), "utf-8")


def _foreign(folder: Path) -> None:
    (folder / SANDBOX).write_bytes((folder / cassette_name(Role.PRODUCTION)).read_bytes())


def _gone(folder: Path) -> None:
    (folder / SANDBOX).unlink()


def _no_manifest(folder: Path) -> None:
    (folder / MANIFEST).unlink()


def _manifest(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        found = json.loads((folder / MANIFEST).read_bytes())
        change(found)
        (folder / MANIFEST).write_text(json.dumps(found))

    return spoil


SPOILT = {
    "cut off": _cut,
    "edited": _edited,
    "of another org": _foreign,
    "without a cassette": _gone,
    "without a manifest": _no_manifest,
    "manifest cut off": lambda folder: (folder / MANIFEST).write_text((folder / MANIFEST).read_text()[:300]),
    "manifest of something else": lambda folder: (folder / MANIFEST).write_text("[1, 2"),
    "manifest edited": _manifest(lambda found: found["policy"].update(max_warnings=99)),
    "clock edited": _manifest(lambda found: found.update(started="2020-01-01T00:00:00Z")),
    "of a newer parity": _manifest(lambda found: found.update(schema_version=2)),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_recording_that_is_not_as_recorded_is_refused(spoil: Callable[[Path], None], mine: Path) -> None:
    spoil(mine)
    with pytest.raises(InputError) as refused:
        read_recording(mine)
    assert refused.value.exit_code == 2
    assert refused.value.where.startswith(str(mine))
    assert refused.value.fix


def _signed_anew(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Alter the sandbox's cassette, and give it the digest that the manifest wants: what a forger would do."""
    held = json.loads((folder / SANDBOX).read_bytes())
    change(held)
    (folder / SANDBOX).write_text(json.dumps(held))
    manifest = read_manifest((folder / MANIFEST).read_bytes(), "here")
    org = manifest.orgs[Role.SANDBOX]
    orgs = {**manifest.orgs, Role.SANDBOX: _replaced(org, digest=digest((folder / SANDBOX).read_bytes()))}
    (folder / MANIFEST).write_bytes(manifest_bytes(_replaced(manifest, orgs=orgs)))


def _replaced(record: Any, **changes: Any) -> Any:
    return structs.replace(record, **changes)


def _strange(held: dict[str, Any]) -> None:
    held["interactions"][0]["response"]["status"]["code"] = "fine"


def _no_exchange(held: dict[str, Any]) -> None:
    held["interactions"][0] = 7


@pytest.mark.parametrize("change", [_strange, _no_exchange, lambda held: held.clear()])
def test_a_cassette_of_another_form_is_refused(change: Callable[[dict[str, Any]], object], mine: Path) -> None:
    _signed_anew(mine, change)
    with pytest.raises(InputError, match="this is no cassette"):
        read_recording(mine)


def _strange_name(held: dict[str, Any]) -> None:
    one = next(one for one in held["interactions"] if one["request"]["body"])
    one["response"]["body"]["string"] = '{"compositeResponse": [{"referenceId": {"a": 1}}]}'


def test_a_reply_without_a_name_is_no_answer(mine: Path) -> None:
    _signed_anew(mine, _strange_name)
    with pytest.raises(OrgUnreachable, match="the recording holds no answer"):
        replayed(mine)


def test_a_clock_that_shows_no_day_is_refused(mine: Path) -> None:
    manifest = read_manifest((mine / MANIFEST).read_bytes(), "here")
    (mine / MANIFEST).write_bytes(manifest_bytes(structs.replace(manifest, started="2026-02-31T00:00:00Z")))
    with pytest.raises(InputError, match="a day that there is not"):
        read_recording(mine)


@pytest.mark.parametrize("place", [0, 3, -1])
def test_a_request_that_is_not_held_could_not_be_looked_at(place: int, mine: Path) -> None:
    _signed_anew(mine, lambda held: held["interactions"].pop(place))
    with pytest.raises(OrgUnreachable) as missing:
        replayed(mine)
    assert missing.value.exit_code == 3
    assert "the recording holds no answer" in missing.value.what


def test_an_org_that_could_not_be_signed_in_to_cannot_be_looked_at(run: Recorded) -> None:
    recording = read_recording(run.folder)
    alone = {Role.SANDBOX: recording.exchanges[Role.SANDBOX]}
    with pytest.raises(OrgUnreachable, match="the recording holds nothing of production") as missing:
        judged(structs.replace(recording, exchanges=alone))
    assert missing.value.exit_code == 3


def test_a_recording_of_one_org_takes_the_place_of_one_of_both(run: Recorded, mine: Path) -> None:
    """Nothing of the earlier one stays, which had other stand-ins for the same names."""
    cassettes = {Role.SANDBOX: (mine / SANDBOX).read_bytes()}
    manifest = read_recording(mine).manifest
    orgs = {Role.SANDBOX: manifest.orgs[Role.SANDBOX]}
    run.recorder.write(mine, structs.replace(manifest, orgs=orgs, command="collect"), cassettes)
    assert {one.name for one in mine.iterdir()} == {SANDBOX, MANIFEST}


def test_an_answer_is_given_once(run: Recorded) -> None:
    recording = read_recording(run.folder)
    assert in_short(judged(recording)) == in_short(judged(recording)) == in_short(run.result)


def test_vcrpy_plays_the_cassettes(run: Recorded) -> None:
    import requests
    import vcr

    with vcr.use_cassette(str(run.folder / SANDBOX), record_mode="none", serializer="json") as played:
        url = next(one.uri for one in played.requests if one.uri.endswith("/services/data"))
        assert requests.get(url, timeout=60).json()[-1]["version"] == OFFERED


def test_the_manifest_says_what_it_is(run: Recorded) -> None:
    manifest: Manifest = read_recording(run.folder).manifest
    assert (manifest.command, manifest.api_versions, manifest.names_kept) == ("check", (READ_AT,), False)
    assert (manifest.outcome.verdict, manifest.outcome.exit_code) == ("NO-GO", 1)
    assert sum(manifest.outcome.findings.values()) == len(run.result.findings)
    assert manifest.started == "2026-11-24T12:00:00Z"
    assert manifest.replaced["words, each once"] > 500
    assert {role: org.sign_in for role, org in manifest.orgs.items()} == dict.fromkeys(Role, "session")


HOLES: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "labels stay": lambda patch: patch.setattr(
        scrubber, "_stays", lambda text, key, stays=scrubber._stays: key == "label" or stays(text, key)
    ),
    "queries stay": lambda patch: patch.setattr(scrubber.Scrubber, "_asked", lambda _self, _name, value: value),
    "every body stays": lambda patch: patch.setattr(scrubber.Scrubber, "answer", lambda _self, body: body),
    "every header stays": lambda patch: patch.setattr(
        scrubber.Scrubber, "headers", lambda _self, headers: dict(headers)
    ),
}


@pytest.mark.parametrize("hole", HOLES)
def test_the_self_check_finds_a_hole_and_nothing_is_written(
    hole: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not for a moment: a run that is ended while the self-check reads leaves nothing either."""
    HOLES[hole](monkeypatch)
    with pytest.raises(InputError, match="nothing was recorded: the self-check found") as found:
        recorded("identical", tmp_path / "recording", integration="integration")
    assert found.value.exit_code == 2
    assert not (tmp_path / "recording").exists()


def test_without_vcrpy_one_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "vcr.request", None)
    with pytest.raises(InputError, match="vcrpy") as refused:
        cassette.refuse_without_vcrpy()
    assert ".[record]" in refused.value.fix


def test_a_folder_with_other_files_is_refused_before_anything_is_asked(run: Recorded, tmp_path: Path) -> None:
    refuse_other_files(tmp_path)
    refuse_other_files(run.folder)
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="other files"):
        refuse_other_files(tmp_path)
