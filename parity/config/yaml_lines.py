"""YAML that remembers the line of each key and takes no key twice."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import yaml


class Lines(dict[Any, Any]):
    """A mapping from YAML; `lines` has the line of each of its keys, counted from 1, `line` its own.

    `written` has each single value as it is in the file, null for a list or a mapping.
    """

    line: int = 1
    lines: dict[Any, int]
    written: dict[Any, str | None]


class Items(list[Any]):
    """A list from YAML, with the line and the writing of each of its values."""

    lines: list[int]
    written: list[str | None]


if TYPE_CHECKING:
    from yaml import SafeLoader as _Loader
else:
    #: The parser of libyaml, where PyYAML was built with it: four times as quick on a long list.
    _Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class LineLoader(_Loader):
    """A SafeLoader whose mappings are Lines. A duplicate key is an error, instead of a silent loss.

    Aliases are refused: nobody needs them here, and a few lines of them can expand to millions.
    """

    def get_single_node(self) -> yaml.Node | None:
        """The document, in which no node may occur twice: that is what an alias makes."""
        root: yaml.Node | None = super().get_single_node()
        seen: set[int] = set()
        left: list[Any] = [root] if root is not None else []
        while left:
            node = left.pop()
            if isinstance(node, tuple):
                left += node
                continue
            if id(node) in seen:
                problem = "aliases (*name) are not taken here, and one stands for this"
                raise yaml.composer.ComposerError(None, None, problem, node.start_mark)
            seen.add(id(node))
            left += node.value if isinstance(node, yaml.CollectionNode) else ()
        return root


def _mapping(loader: LineLoader, node: yaml.MappingNode) -> Lines:
    loader.flatten_mapping(node)
    found = Lines()
    found.line = node.start_mark.line + 1
    found.lines = {}
    found.written = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} is not text", key_node.start_mark)
        if key in found:
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} stands twice", key_node.start_mark)
        found[key] = loader.construct_object(value_node, deep=True)
        found.lines[key] = key_node.start_mark.line + 1
        found.written[key] = _written(value_node)
    return found


def _items(loader: LineLoader, node: yaml.SequenceNode) -> Items:
    found = Items(loader.construct_object(one, deep=True) for one in node.value)
    found.lines = [one.start_mark.line + 1 for one in node.value]
    found.written = [_written(one) for one in node.value]
    return found


def _written(node: yaml.Node) -> str | None:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else None


def _day(loader: LineLoader, node: yaml.ScalarNode) -> Any:
    """A date, or the text as it stands where there is no such day: the setting's own check has the better words."""
    with suppress(ValueError, AttributeError):
        return loader.construct_yaml_timestamp(node)
    return str(node.value)


LineLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)

LineLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_SEQUENCE_TAG, _items)
LineLoader.add_constructor("tag:yaml.org,2002:timestamp", _day)
