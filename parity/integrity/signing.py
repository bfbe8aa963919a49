"""Ed25519 signatures in OpenSSH's form (SSHSIG) with keys that the user made; parity writes no private key.

What is signed here, `ssh-keygen -Y verify` verifies without parity, and the other way round. The namespace of a
signature says what it is for. A key's id is the fingerprint that `ssh-keygen -lf` prints, so that a person can
compare the two. Form: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig
"""

import base64
import binascii
import hashlib
import os
import stat
from collections.abc import Mapping

import sshsig
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_ssh_private_key,
    load_ssh_public_key,
)

from parity.errors import ConfigError
from parity.integrity.file_kind import FileKind, refuse_misplaced
from parity.integrity.files import at_home
from parity.integrity.secret import Secret

_MAKE_ONE = "A new one is made by: ssh-keygen -t ed25519 -N '' -f KEYFILE (the public half is in KEYFILE.pub)."
_GIVE_IT = f"Give the key whose public half the project already has. {_MAKE_ONE}"
_KIND = b"ssh-ed25519"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
#: As ssh-keygen breaks the lines, so that both write the same bytes.
_LINE = 70
_RAW_LENGTH = 64


class Encrypted(Exception):
    """The private key is kept under a passphrase."""


def private_key(
    environment: Mapping[str, str], *, variable: str | None, file: str | None, where: str
) -> Ed25519PrivateKey:
    """The private key in an environment variable or in a file; raises ConfigError that never repeats it.

    For keys that a program uses with nobody there: one under a passphrase is refused. `where` names the setting in
    messages.
    """
    try:
        return parsed_private_key(key_text(environment, variable, file, where), where)
    except Encrypted:
        raise ConfigError(
            "the private key is kept under a passphrase, and nobody is asked for it here",
            where=where,
            fix=f"Use a key of its own without one, which only this account may read. {_MAKE_ONE}",
        ) from None


def key_text(environment: Mapping[str, str], variable: str | None, file: str | None, where: str) -> Secret:
    """The text of a private key; raises ConfigError where it is not there or others may read its file."""
    if variable:
        text = environment.get(variable, "").strip()
        if not text:
            raise ConfigError(f"the environment variable {variable} is not set", where=where, fix=_GIVE_IT)
        # CI systems keep multi-line secrets with the line breaks written out.
        return Secret(text.replace("\\n", "\n") + "\n")
    if file:
        path = at_home(file)
        try:
            mode = path.stat().st_mode
            data = path.read_bytes()
            refuse_misplaced(data, FileKind.KEY, where=f"{where} ({file})", error=ConfigError)
            text = data.decode().replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError) as problem:
            reason = getattr(problem, "strerror", None) or "not text"
            raise ConfigError(f"the key file {file} cannot be read: {reason}", where=where, fix=_GIVE_IT) from None
        if "PRIVATE KEY" in text:
            _refuse_open_file(file, mode, where)
        return Secret(text)
    raise ConfigError("no Ed25519 key is named", where=where, fix=f"Name a variable or a file. {_MAKE_ONE}")


def _refuse_open_file(file: str, mode: int, where: str) -> None:
    """As ssh refuses it: what others can read, they can sign with. Windows keeps no such bits."""
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigError(
            f"others may read the private key {file} (mode {stat.S_IMODE(mode):04o}), so anyone could have signed",
            where=where,
            fix=f"chmod 600 {file}; where others had the time to read it, make a new key.",
        )


def parsed_private_key(text: Secret, where: str) -> Ed25519PrivateKey:
    """The key in a text; raises Encrypted where it needs a passphrase, ConfigError where it is not a key."""
    data = text.reveal().encode()
    load = load_ssh_private_key if b"OPENSSH" in data else load_pem_private_key
    try:
        key = load(data, None)
    except TypeError:
        raise Encrypted from None
    except (ValueError, UnsupportedAlgorithm):
        raise ConfigError("the private key cannot be read: not PEM", where=where, fix=_MAKE_ONE) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise ConfigError("the private key is not an Ed25519 key", where=where, fix=_MAKE_ONE)
    return key


def public_key(text: str, where: str) -> Ed25519PublicKey:
    """A public key from its line, `ssh-ed25519 AAAA... comment`; raises ConfigError."""
    line = text.strip()
    try:
        # A security key's line, sk-ssh-ed25519@openssh.com, would load as well: its signatures have another format.
        key = load_ssh_public_key(line.encode()) if line.startswith(_KIND.decode() + " ") else None
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise ConfigError(
            "this is not an Ed25519 public key",
            where=where,
            fix="Write the line of the .pub file, ssh-ed25519 AAAA...; of a PEM key: ssh-keygen -y -f KEY. "
            "docs/evidence.md says which hardware keys work.",
        )
    return key


def public_line(key: Ed25519PublicKey) -> str:
    """The key as a line of a .pub file, without a comment."""
    return key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def key_id(key: Ed25519PublicKey) -> str:
    """`SHA256:...` as `ssh-keygen -lf` prints it."""
    blob = base64.b64decode(public_line(key).split()[1])
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def namespace(purpose: str) -> str:
    """The namespace of a signature for that purpose: it keeps one for one thing from passing as another's."""
    return "parity-" + purpose.replace(" ", "-")


def signed(key: Ed25519PrivateKey, purpose: str, text: str) -> str:
    """The signature of a text, armoured, byte for byte as `ssh-keygen -Y sign` writes it."""
    space, none, kind = namespace(purpose).encode(), b"", b"sha512"
    digest = hashlib.sha512(text.encode()).digest()
    over = b"SSHSIG" + b"".join(map(_string, (space, none, kind, digest)))
    return _armoured(key.public_key(), space, key.sign(over))


def _armoured(key: Ed25519PublicKey, space: bytes, raw: bytes) -> str:
    """The one text that says this signature: no other line breaks, no blanks, nothing before or after it."""
    public = base64.b64decode(public_line(key).split()[1])
    signature = _string(_KIND) + _string(raw)
    blob = b"SSHSIG\0\0\0\1" + b"".join(map(_string, (public, space, b"", b"sha512", signature)))
    body = base64.b64encode(blob).decode()
    lines = [body[start : start + _LINE] for start in range(0, len(body), _LINE)]
    return "\n".join((_BEGIN, *lines, _END, ""))


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def signature_problem(key: Ed25519PublicKey, purpose: str, text: str, signature: str) -> str | None:
    """Why a signature is not the key's for exactly this text and purpose, in words; null where it is."""
    if not signature.strip():
        return "it is not signed"
    if not signature.startswith(_BEGIN):
        return (
            "its signature is not in OpenSSH's form: it was changed, or made by an earlier parity, whose own form no "
            "longer counts"
        )
    try:
        blob = base64.b64decode("".join(signature.splitlines()[1:-1]), validate=True)
        if _armoured(key, namespace(purpose).encode(), blob[-_RAW_LENGTH:]) != signature:
            return "its signature does not hold"
        mine = sshsig.PublicKey.from_openssh_str(public_line(key))
        sshsig.verify(text.encode(), signature, [mine], namespace(purpose))
    except (sshsig.InvalidSignature, ValueError, NotImplementedError, LookupError, EOFError, binascii.Error):
        return "its signature does not hold"
    return None
