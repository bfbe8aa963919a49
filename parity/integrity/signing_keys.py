"""The key with which a person signs: in memory, or behind ssh-keygen, which asks for passphrases and knows agents."""

import base64
import binascii
import subprocess  # ssh-keygen, found in PATH, with a list of arguments
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Struct

from parity.errors import ConfigError
from parity.integrity.files import at_home
from parity.integrity.secret import Secret
from parity.integrity.signing import (
    Encrypted,
    key_text,
    namespace,
    parsed_private_key,
    public_key,
    signature_problem,
    signed,
)

#: A person finds the passphrase, or the card, in this time.
_SECONDS = 180
_OPENSSH = b"openssh-key-v1\0"


class SigningKey(Protocol):
    """Whose public half is known, and that signs a text for a purpose."""

    @property
    def public(self) -> Ed25519PublicKey:
        """The public half."""

    def sign(self, purpose: str, text: str) -> str:
        """The armoured signature; raises ConfigError where none could be made."""


class KeyInMemory(Struct, frozen=True):
    """A private key without a passphrase."""

    key: Ed25519PrivateKey

    @property
    def public(self) -> Ed25519PublicKey:
        """The public half."""
        return self.key.public_key()

    def sign(self, purpose: str, text: str) -> str:
        """The armoured signature."""
        return signed(self.key, purpose, text)


class KeyOfSsh(Struct, frozen=True, kw_only=True):
    """A key file under a passphrase, or the .pub file of a key that an agent holds: ssh-keygen signs."""

    public: Ed25519PublicKey
    file: Path
    where: str

    def sign(self, purpose: str, text: str) -> str:
        """The armoured signature; raises ConfigError where ssh-keygen makes none for this key."""
        command = ["ssh-keygen", "-Y", "sign", "-q", "-n", namespace(purpose), "-f", str(self.file)]
        try:
            done = subprocess.run(  # noqa: S603 (ssh-keygen, found in PATH; a list of arguments)
                command, input=text.encode(), capture_output=True, timeout=_SECONDS, check=False
            )
        except FileNotFoundError:
            raise self._refused("there is no ssh-keygen on this machine") from None
        except subprocess.TimeoutExpired:
            raise self._refused(f"ssh-keygen got no answer within {_SECONDS} seconds") from None
        said = done.stderr.decode(errors="replace").strip().splitlines()
        if done.returncode:
            raise self._refused(f"ssh-keygen did not sign: {said[-1] if said else 'it gave no reason'}")
        signature = done.stdout.decode("ascii", "replace")
        problem = signature_problem(self.public, purpose, text, signature)
        if problem:
            raise self._refused(f"ssh-keygen signed with another key than {self.file} names ({problem})")
        return signature

    def _refused(self, why: str) -> ConfigError:
        return ConfigError(
            why,
            where=self.where,
            fix="Try it by hand: ssh-keygen -Y sign -n test -f KEYFILE FILE. Of a key in an agent give the .pub file, "
            "and see that ssh-add -l lists it.",
        )


def person_key(environment: Mapping[str, str], *, variable: str | None, file: str | None, where: str) -> SigningKey:
    """The key that a person names: a private key file, with a passphrase or without, or a .pub file for an agent's.

    Raises ConfigError that never repeats the key, and for a private key that others may read.
    """
    text = key_text(environment, variable, file, where)
    if file and not variable and "PRIVATE KEY" not in text.reveal():
        return KeyOfSsh(public=public_key(text.reveal(), where), file=at_home(file), where=where)
    try:
        return KeyInMemory(parsed_private_key(text, where))
    except Encrypted:
        if variable or not file:
            raise ConfigError(
                "the private key in the variable is kept under a passphrase",
                where=where,
                fix="Give the file with --key-file, or put the key into ssh-agent and give its .pub file.",
            ) from None
    public = _public_half(text)
    if public is None:
        raise ConfigError(
            "the private key is encrypted, in a form that ssh-keygen does not sign with",
            where=where,
            fix=f"ssh-keygen -p -f {file} writes it in OpenSSH's own form, with the passphrase that you choose.",
        )
    return KeyOfSsh(public=public_key(public, where), file=at_home(file), where=where)


def _public_half(text: Secret) -> str | None:
    """The public line in an OpenSSH private key, which keeps it in the clear; null where it is malformed.

    Form: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key
    """
    try:
        body = "".join(line for line in text.reveal().split("\n") if line and not line.startswith("-----"))
        blob = base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        return None
    if not blob.startswith(_OPENSSH):
        return None
    at = len(_OPENSSH)
    for _ in range(3):  # the cipher, the key derivation, its options
        at += 4 + int.from_bytes(blob[at : at + 4], "big")
    at += 4  # how many keys: one
    size = int.from_bytes(blob[at : at + 4], "big")
    return f"ssh-ed25519 {base64.b64encode(blob[at + 4 : at + 4 + size]).decode()}"
