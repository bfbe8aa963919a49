"""Signatures are OpenSSH's: ssh-keygen verifies ours, we verify ssh-keygen's; keys that others may read are refused."""

import os
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)

from parity.errors import ConfigError
from parity.integrity.files import at_home
from parity.integrity.signing import (
    key_id,
    namespace,
    private_key,
    public_key,
    public_line,
    signature_problem,
    signed,
)
from parity.integrity.signing_keys import KeyInMemory, KeyOfSsh, person_key
from tests.surroundings import for_sockets, needs

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
OTHER = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
PASSPHRASE = "correct horse"
TEXT = '{"tenant":"Gäte"}\n'


def written(path: Path, passphrase: str | None = None, mode: int = 0o600, form: str = "OpenSSH") -> Path:
    path.touch(mode=0o600)
    if passphrase and form == "PKCS8":
        how: KeySerializationEncryption = BestAvailableEncryption(passphrase.encode())
    else:
        how = NoEncryption()
    path.write_bytes(KEY.private_bytes(Encoding.PEM, getattr(PrivateFormat, form), how))
    if passphrase and form == "OpenSSH":
        run("ssh-keygen", "-q", "-p", "-P", "", "-N", passphrase, "-f", path)
    path.chmod(mode)
    path.with_name(path.name + ".pub").write_text(public_line(KEY.public_key()) + " dana@desk\n")
    return path


def run(*command: str | Path, given: str = "", environment: Mapping[str, str] | None = None) -> str:
    needs(str(command[0]))
    done = subprocess.run(
        [str(one) for one in command],
        input=given.encode(),
        capture_output=True,
        timeout=120,
        check=False,
        env={**os.environ, **(environment or {})},
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture
def askpass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Types the passphrase, as a person at a terminal would."""
    program = tmp_path / "askpass"
    program.write_text(f"#!/bin/sh\necho '{PASSPHRASE}'\n")
    program.chmod(0o700)
    monkeypatch.setenv("SSH_ASKPASS", str(program))
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "force")


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix="parity-agent-", dir=for_sockets()) as folder:
        needs("ssh-agent")
        place = f"{folder}/agent"
        process = subprocess.Popen(["ssh-agent", "-D", "-a", place], stdout=subprocess.DEVNULL)
        monkeypatch.setenv("SSH_AUTH_SOCK", place)
        while not listens(place):
            assert process.poll() is None, "ssh-agent has ended"
            time.sleep(0.02)
        yield
        process.terminate()
        process.wait()


def listens(place: str) -> bool:
    """Whether a socket is there, and somebody listens."""
    with socket.socket(socket.AF_UNIX) as trying:
        return trying.connect_ex(place) == 0


def test_the_bytes_are_those_of_ssh_keygen(tmp_path: Path) -> None:
    key = written(tmp_path / "key")
    theirs = run("ssh-keygen", "-Y", "sign", "-q", "-n", namespace("operator statement"), "-f", key, given=TEXT)
    assert signed(KEY, "operator statement", TEXT) == theirs
    assert signature_problem(KEY.public_key(), "operator statement", TEXT, theirs) is None


def test_ssh_keygen_verifies_what_is_signed_here(tmp_path: Path) -> None:
    (tmp_path / "sig").write_text(signed(KEY, "approval", TEXT))
    line = f'dana-hill namespaces="parity-approval" {public_line(KEY.public_key())}\n'
    (tmp_path / "allowed_signers").write_text(line)
    verify = ("ssh-keygen", "-Y", "verify", "-f", tmp_path / "allowed_signers", "-I", "dana-hill")
    told = run(*verify, "-n", "parity-approval", "-s", tmp_path / "sig", given=TEXT)
    assert key_id(KEY.public_key()) in told
    with pytest.raises(AssertionError):
        run(*verify, "-n", "parity-approval", "-s", tmp_path / "sig", given=TEXT + " ")
    with pytest.raises(AssertionError):
        run(*verify, "-n", "parity-bundle", "-s", tmp_path / "sig", given=TEXT)


def test_why_a_signature_is_none() -> None:
    public, good = KEY.public_key(), signed(KEY, "approval", TEXT)
    assert signature_problem(public, "approval", TEXT, good) is None
    assert signature_problem(public, "approval", TEXT, "") == "it is not signed"
    assert "made by an earlier parity" in str(signature_problem(public, "approval", TEXT, "TTw2bQ=="))
    does_not = "its signature does not hold"
    assert signature_problem(public, "approval", TEXT + "x", good) == does_not
    assert signature_problem(public, "bundle", TEXT, good) == does_not
    assert signature_problem(OTHER.public_key(), "approval", TEXT, good) == does_not
    for other in (
        good + "x",
        good + "\n",
        good.rstrip(),
        good.replace("\n", "\r\n"),
        good.replace("\nU1NI", "\n\nU1NI"),
    ):
        assert signature_problem(public, "approval", TEXT, other) == does_not, "the one text, and no other"
    lines = good.splitlines()
    for damaged in ("\n".join(lines[:2]), "\n".join([*lines[:2], "AAAA", lines[-1]]), lines[0], lines[0] + "\u00e9"):
        assert signature_problem(public, "approval", TEXT, damaged) == does_not


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_private_key_that_others_may_read_is_refused_as_ssh_does(mode: int, tmp_path: Path) -> None:
    key = written(tmp_path / "key", mode=mode)
    assert stat.S_IMODE(key.stat().st_mode) == mode
    for take in (private_key, person_key):
        with pytest.raises(ConfigError, match="others may read the private key") as refused:
            take({}, variable=None, file=str(key), where="--key-file")
        assert f"chmod 600 {key}" in refused.value.fix
    needs("ssh-keygen")
    theirs = subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-q", "-n", "x", "-f", str(key)], input=b"x", capture_output=True, check=False
    )
    assert theirs.returncode != 0
    assert b"UNPROTECTED PRIVATE KEY" in theirs.stderr


def test_a_key_without_a_passphrase_signs_in_memory(tmp_path: Path) -> None:
    for number, form in enumerate(("OpenSSH", "PKCS8")):
        key = person_key({}, variable=None, file=str(written(tmp_path / f"key{number}", form=form)), where="x")
        assert isinstance(key, KeyInMemory)
        assert key.sign("approval", TEXT) == signed(KEY, "approval", TEXT)


@pytest.mark.usefixtures("askpass")
def test_a_key_under_a_passphrase_signs_through_ssh_keygen(tmp_path: Path) -> None:
    file = written(tmp_path / "key", PASSPHRASE)
    key = person_key({}, variable=None, file=str(file), where="--key-file")
    assert isinstance(key, KeyOfSsh)
    assert key_id(key.public) == key_id(KEY.public_key())
    assert key.sign("approval", TEXT) == signed(KEY, "approval", TEXT)
    with pytest.raises(ConfigError, match="kept under a passphrase, and nobody is asked"):
        private_key({}, variable=None, file=str(file), where="ledger.key_file")


def test_a_wrong_passphrase_is_said(tmp_path: Path, askpass: None, monkeypatch: pytest.MonkeyPatch) -> None:
    del askpass
    monkeypatch.setenv("SSH_AUTH_SOCK", "")
    Path(os.environ["SSH_ASKPASS"]).write_text("#!/bin/sh\necho wrong\n")
    key = person_key({}, variable=None, file=str(written(tmp_path / "key", PASSPHRASE)), where="--key-file")
    with pytest.raises(ConfigError, match="ssh-keygen did not sign"):
        key.sign("approval", TEXT)


def test_a_key_in_an_agent_signs_by_its_pub_file(tmp_path: Path, agent: None) -> None:
    del agent
    run("ssh-add", "-q", written(tmp_path / "key"))
    (tmp_path / "key").unlink()
    key = person_key({}, variable=None, file=str(tmp_path / "key.pub"), where="--key-file")
    assert key.sign("approval", TEXT) == signed(KEY, "approval", TEXT)
    run("ssh-add", "-q", "-D")
    with pytest.raises(ConfigError, match="ssh-keygen did not sign"):
        key.sign("approval", TEXT)


def test_a_home_that_nobody_knows_is_a_file_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match="~nobody-of-this-name/key cannot be read: No such file"):
        person_key({}, variable=None, file="~nobody-of-this-name/key", where="--key-file")
    monkeypatch.setenv("HOME", "/home/dana")
    with pytest.raises(ConfigError, match="~/of-nobody cannot be read: No such file"):
        person_key({}, variable=None, file="~/of-nobody", where="--key-file")
    assert at_home("~/key") == Path("/home/dana/key")


def test_no_ssh_keygen_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = person_key({}, variable=None, file=str(written(tmp_path / "key", PASSPHRASE)), where="--key-file")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigError, match="no ssh-keygen on this machine"):
        key.sign("approval", TEXT)


def test_keys_of_other_kinds_are_refused_with_what_to_do(tmp_path: Path) -> None:
    blob = "AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIGN9VYQxM7Djb69Qq9drCd45IBxkDDCtCJBex2vaWyrtAAAABHNzaDo="
    with pytest.raises(ConfigError, match="not an Ed25519 public key") as refused:
        public_key(f"sk-ssh-ed25519@openssh.com {blob}", "policy.signers")
    assert "docs/evidence.md says which hardware keys work" in refused.value.fix
    encrypted = written(tmp_path / "pem", PASSPHRASE, form="PKCS8")
    with pytest.raises(ConfigError, match="in a form that ssh-keygen does not sign with"):
        person_key({}, variable=None, file=str(encrypted), where="--key-file")
    with pytest.raises(ConfigError, match="in the variable is kept under a passphrase"):
        person_key({"KEY": written(tmp_path / "k", PASSPHRASE).read_text()}, variable="KEY", file=None, where="x")
