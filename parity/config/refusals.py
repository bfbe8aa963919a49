"""What a configuration must not hold: keys that mean nothing, and secrets."""

import re
import types
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NoReturn, Union, get_args, get_origin

from msgspec import Struct, structs

from parity.config.yaml_lines import Lines
from parity.errors import ConfigError
from parity.integrity.secret import looks_secret

_SECRET_KEYS = {
    "access_token": "session_id_env",
    "session_id": "session_id_env",
    "token": "session_id_env",
    "password": "password_env",
    "security_token": "security_token_env",
    "client_secret": "client_secret_env",
    "consumer_secret": "client_secret_env",
    "private_key": "private_key_env",
    "refresh_token": "session_id_env",
    "secret": "client_secret_env",
}
#: What `sf org display --verbose` shows as "Sfdx Auth Url": a refresh token and where it is valid.
_SIGN_IN_URL = re.compile("force://", re.IGNORECASE)
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def refuse_sign_in_urls(text: str, where: str) -> None:
    """Raise ConfigError for a force:// URL anywhere in the text of the file, comments included."""
    found = _SIGN_IN_URL.search(text)
    if found:
        _refuse_sign_in_url(f"{where}, line {text.count(chr(10), 0, found.start()) + 1}")


def _refuse_sign_in_url(where: str) -> NoReturn:
    raise ConfigError(
        "a force:// URL holds a secret, and secrets never stand in this file",
        where=where,
        fix="Sign the Salesforce CLI in with it, write `method: sf-cli` and `alias: NAME` here, and log out the "
        "session that the URL belongs to if the file was shared.",
    )


def refuse_secrets(data: Any, where: str, environment: Mapping[str, str]) -> None:
    """Raise ConfigError for a secret written into the file; the message names a variable, never the secret."""
    for path, mapping, key in _keys(data, ()):
        value = mapping[key]
        if any(_SIGN_IN_URL.search(one) for one in (key, *_texts(value))):
            _refuse_sign_in_url(f"{where}, line {mapping.lines[key]}")
        place = ".".join((*path, key))
        variable = f"PARITY_{'_'.join(path[1:2] or path)}_{_SECRET_KEYS.get(key, key)}".upper().removesuffix("_ENV")
        if key in _SECRET_KEYS and value is not None:
            env_key = _SECRET_KEYS[key]
        elif key.endswith("_env") and isinstance(value, str) and not _VARIABLE.fullmatch(value):
            env_key = key
        elif any(looks_secret(one) for one in _texts(value)):
            env_key = f"{key.removesuffix('_env')}_env"
        else:
            continue
        known = [name for name, held in environment.items() if held and held == value]
        raise ConfigError(
            f"{place} holds a secret, and secrets never stand in this file",
            where=f"{where}, line {mapping.lines[key]}",
            fix=f"Put it in an environment variable (export {known[0] if known else variable}=...) and write "
            f"`{env_key}: {known[0] if known else variable}` here. If the file was shared, change the secret.",
        )


def _texts(value: Any) -> Iterator[str]:
    """The texts that a value holds, in lists too; those of mappings come with their own keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _keys(data: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Lines, str]]:
    if isinstance(data, Lines):
        for key, value in data.items():
            yield path, data, key
            yield from _keys(value, (*path, key))
    elif isinstance(data, list):
        for value in data:
            yield from _keys(value, path)


def refuse_unknown_keys(data: Any, kind: Any, where: str, path: str = "") -> None:
    """Raise ConfigError for a key that the record `kind` does not have, with the nearest that it has."""
    if isinstance(data, list):
        inner = next((one for one in get_args(kind) if one is not Ellipsis), None)
        for value in data:
            refuse_unknown_keys(value, inner, where, path)
    record = _record(kind, data)
    if not isinstance(data, Lines) or record is None:
        return
    config = record.__struct_config__
    known = {one.encode_name: one.type for one in structs.fields(record)}
    allowed = [*known, *([config.tag_field] if config.tag_field else [])]
    for key, value in data.items():
        if key not in allowed:
            near = get_close_matches(key, allowed, n=1, cutoff=0.5)
            advice = f"Did you mean `{near[0]}`? " if near else ""
            raise ConfigError(
                f"unknown key `{key}`{f' in {path}' if path else ''}",
                where=f"{where}, line {data.lines[key]}",
                fix=f"{advice}Known here: {', '.join(allowed)}.",
            )
        if key in known:
            refuse_unknown_keys(value, known[key], where, f"{path}.{key}".lstrip("."))


def _record(kind: Any, data: Any) -> type[Struct] | None:
    """The record type that the data is meant to be: in a union, the one whose tag the data has."""
    if isinstance(kind, type) and issubclass(kind, Struct):
        return kind
    if get_origin(kind) not in (Union, types.UnionType) or not isinstance(data, dict):
        return None
    records = [one for one in get_args(kind) if isinstance(one, type) and issubclass(one, Struct)]
    for one in records:
        config = one.__struct_config__
        if config.tag_field is None or data.get(config.tag_field) == config.tag:
            return one
    return None
