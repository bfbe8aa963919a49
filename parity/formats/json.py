"""The result itself, as result.json holds it (docs/result.schema.json)."""

from parity.formats.registry import Format
from parity.integrity.file_kind import FileKind, kind_of
from parity.verdict.result import result_bytes

FORMAT = Format(
    name="json",
    title="the result itself, as docs/result.schema.json describes it",
    file="result.json",
    about=(
        "For programs, and for every other command: a report, an approval and the switch start from it. `parity "
        "check` always writes it. Its schema is [result.schema.json](result.schema.json)."
    ),
    render=result_bytes,
    is_own=lambda data: kind_of(data) is FileKind.RESULT,
)
