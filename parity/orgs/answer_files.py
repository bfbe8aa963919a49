"""Reads an org's answers from JSON files, as REST or the Salesforce CLI write them, whatever a shell wrote around the
JSON.
"""

import codecs
from pathlib import Path
from typing import Any

import msgspec

from parity.errors import InputError
from parity.integrity.secret import scrubbed
from parity.integrity.unreadable import why_unreadable
from parity.orgs.error_body import error_code, error_sentence
from parity.orgs.sf_output import InTheWay, json_text


def json_files(folder: Path) -> list[Path]:
    """The .json files of a folder, sorted by name; raises InputError where the folder has none."""
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".json" and path.is_file())
    except OSError as problem:
        raise InputError(
            f"the folder cannot be read: {problem.strerror}",
            where=str(folder),
            fix="Give the folder that holds the JSON files: parity import DIR -o FILE --role sandbox.",
        ) from None
    if not files:
        raise InputError("there is no .json file in the folder", where=str(folder))
    return files


def read_answer(path: Path) -> Any:
    """The answer in a file, without the envelope of an sf command; raises InputError where the file holds no JSON
    answer.
    """
    try:
        answer = _decoded(_utf8(path.read_bytes()))
    except OSError as problem:
        raise InputError(f"the file cannot be read: {problem.strerror}", where=str(path)) from None
    except InTheWay as problem:
        raise InputError(
            f"this is not JSON: {scrubbed(str(problem))}",
            where=str(path),
            fix="Take that line out, or write the file again; it may be cut off. NO_COLOR=1 and `2>errors.txt` keep "
            "colours and notices out of it.",
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise InputError(
            f"this is not JSON: {why_unreadable(problem)}",
            where=str(path),
            fix="The file may be cut off; write it again.",
        ) from None
    if error_code(answer) is not None:
        told = scrubbed(f"{error_code(answer)}: {error_sentence(answer)}")
        raise InputError(
            f"this is Salesforce's error, not its answer: {told[:160]}",
            where=str(path),
            fix="Run the command again until it succeeds, or take the file out.",
        )
    if not isinstance(answer, dict) or "status" not in answer or "fields" in answer:
        return answer
    if answer["status"] != 0:
        raise InputError(
            f"this is the error of an sf command, not its answer: {scrubbed(str(answer.get('message', '')))[:160]}",
            where=str(path),
            fix="Run the command again until it succeeds.",
        )
    return answer.get("result")


def _decoded(data: bytes) -> Any:
    """The JSON in a file: the whole file, or what is in it behind colours and notices."""
    try:
        return msgspec.json.decode(data)
    except msgspec.DecodeError:
        return msgspec.json.decode(json_text(data.decode("utf-8")))


def _utf8(data: bytes) -> bytes:
    """The bytes as UTF-8: PowerShell writes UTF-16 with a byte order mark where a command's output goes to a file."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16").encode()
    return data.removeprefix(codecs.BOM_UTF8)
