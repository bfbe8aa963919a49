"""Which classes the source of a trigger names, and what of it is code."""

import pytest

from parity.orgs.apex_code import classes_named, code_digest, lines_digest

CLASSES = ("Bar", "Contacts", "Foo", "Handle", "Helper", "L", "Leads", "Name")


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("new Foo().run();", ["Foo"]),
        ("Foo.run(); bar.run();", ["Bar", "Foo"]),
        ("new Foo.Inner(Bar.X);", ["Bar", "Foo"]),
        ("List<Foo> all = (List<Bar>) x; Map<Id, Helper> m;", ["Bar", "Foo", "Helper"]),
        ("x = y instanceof Foo ? Bar.A : Foo.class;", ["Bar", "Foo"]),
        ("Type.forName('Foo'); Type.forName('', 'Bar'); Type.forName('Helper.Inner');", ["Bar", "Foo", "Helper"]),
        ("System.Type.forName('foo');", ["Foo"]),
        # What only looks like a class: texts, comments, members, methods, numbers, classes of packages.
        ("String s = 'Foo'; /* Foo.run(); */ // new Foo()\nBar.run();", ["Bar"]),
        ("// Foo.run();\rBar.run();", ["Bar"]),
        ("s = 'it\\'s Foo'; Bar.run();", ["Bar"]),
        ("lead.Name = 'x'; handle(lead); Long n = 5L; double d = 1.5d;", []),
        ("ns.Foo.run(); Type.forName('ns', 'Foo'); Type.forName(key);", []),
        # A query names objects and fields, but for what it binds.
        ("x = [SELECT Id, Name, (SELECT Id FROM Contacts) FROM Account WHERE Name = 'Foo'];", []),
        ("x = [SELECT Id FROM Account WHERE Id IN :Foo.of(Bar.ids) AND Name = :new Helper().name ORDER BY Name];",
         ["Bar", "Foo", "Helper"]),
        ("x = [FIND :Foo.term IN ALL FIELDS RETURNING Contacts(Name)];", ["Foo"]),
        ("x = ids[Foo.first]; [SELECT Id FROM Lead].size(); Bar.run();", ["Bar", "Foo"]),
    ],
)  # fmt: skip
def test_classes_that_the_code_names(code: str, named: list[str]) -> None:
    assert list(classes_named(f"trigger Leads on Lead (before insert) {{ {code} }}", CLASSES)) == named


def test_comments_white_space_and_line_ends_are_no_code() -> None:
    code = "trigger T on Lead (before insert) {\n  Foo.run(-1); // as before\n}\n"
    assert code_digest(code) == code_digest("trigger T on Lead(before insert){Foo.run( - 1 );/* else */}")
    assert code_digest(code) == code_digest(code.replace("\n", "\r\n"))
    assert code_digest(code) == code_digest(code.replace("\n", "\r"))


def test_lines_are_the_same_whatever_their_ends() -> None:
    source = "trigger T on Lead (before insert) {\n  Foo.run(); // as before\n}"
    assert lines_digest(source) == lines_digest(source.replace("\n", " \r\n") + "\n")
    assert lines_digest(source) != lines_digest(source.replace("as", "not as"))


@pytest.mark.parametrize(
    ("one", "another"),
    [("i + ++j", "i++ + j"), ("a - --b", "a-- - b"), ("f('a b')", "f('ab')"), ("f(1)", "f(2)"), ("x", "y")],
)
def test_other_code_is_other_code(one: str, another: str) -> None:
    assert code_digest(one) != code_digest(another)
