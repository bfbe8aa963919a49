"""Good files with a few bytes changed, and bytes of no kind: a value or a refusal, never another exception."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS

#: What JSON and YAML readers trip over.
_PIECES = st.sampled_from(
    [
        *(b"", b"null", b"true", b"-1", b"1e999", b'"', b"{", b"]", b"{}", b"[]", b"[" * 3000, b"9" * 5000),
        *(b"\xff", b"\\ud83d", b"\x00", "é\u202e".encode()),
        *(b"&a *a", b"!!python/object:os.system", b"? ", b": ", b"2027-13-99"),
    ]
)


@st.composite
def changed(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A good input with up to three places cut out, replaced or doubled."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        data = data[:start] + draw(_PIECES | st.binary(max_size=6)) + data[end:]
    return data


@pytest.mark.parametrize("name", TARGETS)
def test_good_inputs_are_read(name: str) -> None:
    for seed in TARGETS[name].seeds():
        TARGETS[name].reads(seed)


@pytest.mark.parametrize("name", TARGETS)
def test_changed_inputs_are_read_or_refused(name: str) -> None:
    target = TARGETS[name]
    seeds = target.seeds()

    @settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
    @given(changed(seeds) | st.binary(max_size=64))
    def attempt(data: bytes) -> None:
        target.attempt(data)

    attempt()
