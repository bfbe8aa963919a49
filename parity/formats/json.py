"""The result itself, as result.json holds it (docs/result.schema.json)."""

from parity.formats.registry import Format
from parity.verdict.result import result_bytes

FORMAT = Format(name="json", render=result_bytes)
