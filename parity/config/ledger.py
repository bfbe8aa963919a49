"""Where the ledger is and whose key signs it, as parity.yaml states it."""

from typing import Annotated

from msgspec import Meta, Struct


class LedgerSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A SQLite file, or a PostgreSQL database whose URL is in an environment variable.

    `key_env` or `key_file` is the private key that signs new entries; `public_keys` are all keys whose signatures
    are trusted, as lines of .pub files. `checkpoint` is a small file in which this machine remembers the newest
    entry it has seen. `wait_seconds`: how long to wait for another writer.
    """

    path: str = "parity-ledger.db"
    url_env: str | None = None
    key_env: str | None = None
    key_file: str | None = None
    public_keys: tuple[str, ...] = ()
    checkpoint: str = "parity-ledger.head"
    wait_seconds: Annotated[float, Meta(ge=0, le=600)] = 30.0
