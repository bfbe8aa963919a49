"""Ed25519 signatures with keys that the user made; parity writes no private key.

Keys are what `ssh-keygen -t ed25519` or `openssl genpkey -algorithm ed25519` write. A key's id is the
fingerprint that `ssh-keygen -lf` prints, so that a person can compare the two.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_ssh_private_key,
    load_ssh_public_key,
)

from parity.errors import ConfigError
from parity.integrity.secret import Secret

_MAKE_ONE = "Make one with: ssh-keygen -t ed25519 -N '' -f KEYFILE (the public half is in KEYFILE.pub)."


def private_key(
    environment: Mapping[str, str], *, variable: str | None, file: str | None, where: str
) -> Ed25519PrivateKey:
    """The private key in an environment variable or in a file; raises ConfigError that never repeats it.

    `where` names the setting in messages.
    """
    return _parsed(_key_text(environment, variable, file, where), where)


def _key_text(environment: Mapping[str, str], variable: str | None, file: str | None, where: str) -> Secret:
    if variable:
        text = environment.get(variable, "").strip()
        if not text:
            raise ConfigError(f"the environment variable {variable} is not set", where=where, fix=_MAKE_ONE)
        # CI systems keep multi-line secrets with the line breaks written out.
        return Secret(text.replace("\\n", "\n") + "\n")
    if file:
        try:
            return Secret(Path(file).expanduser().read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as problem:
            reason = getattr(problem, "strerror", None) or "not text"
            raise ConfigError(f"the key file {file} cannot be read: {reason}", where=where, fix=_MAKE_ONE) from None
    raise ConfigError("no Ed25519 key is named", where=where, fix=f"Name a variable or a file. {_MAKE_ONE}")


def _parsed(text: Secret, where: str) -> Ed25519PrivateKey:
    data = text.reveal().encode()
    load = load_ssh_private_key if b"OPENSSH" in data else load_pem_private_key
    try:
        key = load(data, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise ConfigError("the private key cannot be read: not PEM, or encrypted", where=where, fix=_MAKE_ONE) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise ConfigError("the private key is not an Ed25519 key", where=where, fix=_MAKE_ONE)
    return key


def public_key(text: str, where: str) -> Ed25519PublicKey:
    """A public key from its line, `ssh-ed25519 AAAA... comment`; raises ConfigError."""
    try:
        key = load_ssh_public_key(text.strip().encode())
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise ConfigError(
            "this is not an Ed25519 public key",
            where=where,
            fix="Write the line of the .pub file, ssh-ed25519 AAAA...; of a PEM key: ssh-keygen -y -f KEY.",
        )
    return key


def public_line(key: Ed25519PublicKey) -> str:
    """The key as a line of a .pub file, without a comment."""
    return key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def key_id(key: Ed25519PublicKey) -> str:
    """`SHA256:...` as `ssh-keygen -lf` prints it."""
    blob = base64.b64decode(public_line(key).split()[1])
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def signed(key: Ed25519PrivateKey, purpose: str, text: str) -> str:
    """The signature of a text, base64. `purpose` keeps a signature for one thing from passing as another's."""
    return base64.b64encode(key.sign(_message(purpose, text))).decode()


def signature_holds(key: Ed25519PublicKey, purpose: str, text: str, signature: str) -> bool:
    """Whether the key signed exactly this text for exactly this purpose."""
    try:
        key.verify(base64.b64decode(signature, validate=True), _message(purpose, text))
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def _message(purpose: str, text: str) -> bytes:
    return f"parity {purpose}\n{text}".encode()
