"""What stands around a run of the tests changes nothing that they see."""

import os
import signal
import tempfile

import pytest

from tests.surroundings import for_sockets, leave_behind

_OUTSIDE = (
    "PARITY_LANG",
    "HTTPS_PROXY",
    "all_proxy",
    "GIT_DIR",
    "COLUMNS",
    "FORCE_COLOR",
    "GITHUB_ACTIONS",
    "TF_BUILD",
)


def test_the_environment_is_left_behind_but_for_what_the_tests_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*_OUTSIDE, "PARITY_NODE", "CI"):
        monkeypatch.setenv(name, "x")
    before = set(os.environ)
    leave_behind()
    assert before - set(os.environ) == set(_OUTSIDE)


def test_a_run_in_the_background_can_be_interrupted() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        leave_behind()
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize(
    ("usual", "place"), [("/dev/shm", "/dev/shm"), ("/tmp/of mine", "/tmp"), (f"/tmp/{'x' * 90}", "/tmp")]
)
def test_sockets_lie_where_their_path_is_short(usual: str, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", usual)
    assert for_sockets() == place
