"""The largest scenario, recorded and played back; apart from the others, so that two workers share them."""

from pathlib import Path

from tests.recordings import in_short, recorded, replayed


def test_the_largest_orgs_come_to_the_same_verdict_offline(tmp_path: Path) -> None:
    run = recorded("large", tmp_path)
    assert in_short(replayed(run.folder)) == in_short(run.result)
