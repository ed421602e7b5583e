from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest

from service.cli.frame.commands import wordless
from service.cli.frame.program import program, run
from service.cli.frame.program_codes import WRONG_CALL
from service.cli.frame.talk import Talk, talk_of

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = program().list_commands(click.Context(program()))


def command(name):
    root = program()
    found = root.get_command(click.Context(root), name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_in_both_languages(name):
    assert wordless(command(name), (name,)) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_json_and_lang(name):
    assert {"json", "lang"} <= {parameter.name for parameter in command(name).params}


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_is_shown_in_the_language_asked_for(name, capsys):
    assert run([name, "--help", "--lang", "en"]) == 0
    english = capsys.readouterr().out
    assert run([name, "--help"]) == 0
    indonesian = capsys.readouterr().out

    assert english.startswith(f"Usage: ./alur {name}")
    assert indonesian.startswith(f"Pemakaian: ./alur {name}")
    assert "cli-" not in english + indonesian


def test_an_unknown_command_is_a_wrong_call(capsys):
    assert run(["terbang"]) == WRONG_CALL
    assert "Perintah terbang tidak ada." in capsys.readouterr().err


def test_an_unknown_option_is_a_wrong_call_also_in_json(capsys):
    assert run(["--json", "--lang", "en", "test", "--fast", "--long"]) == WRONG_CALL

    document = json.loads(capsys.readouterr().out)
    assert document["error"]["code"] == "cli.wrong-call"


def test_no_command_at_all_shows_the_help(capsys):
    assert run([]) == WRONG_CALL
    assert "./alur [opsi] PERINTAH" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("value", "allowed"), [("0", "1 … 65535"), ("http", "1 … 65535"), ("65536", "1 … 65535")]
)
def test_a_value_that_cannot_be_is_refused_in_our_words(value, allowed, capsys):
    assert run(["serve", "--port", value]) == WRONG_CALL

    sentence = capsys.readouterr().err.splitlines()[0]
    assert sentence == f"Nilai --port tidak dapat dipakai; yang dapat: {allowed}"


@pytest.mark.parametrize(
    ("arguments", "talk"),
    [
        (["check", "a.bpmn"], Talk("id", as_json=False)),
        (["check", "--lang", "en", "a.bpmn", "--json"], Talk("en", as_json=True)),
        (["check", "--lang=en"], Talk("en", as_json=False)),
        (["check", "--lang", "fr"], Talk("id", as_json=False)),
        (["test", "--", "--json", "--lang", "en"], Talk("id", as_json=False)),
    ],
)
def test_language_and_form_are_found_before_anything_is_parsed(arguments, talk):
    assert talk_of(arguments) == talk


@pytest.mark.parametrize("page", ["README.md", "service/docs/operations.md"])
def test_every_command_that_a_page_names_exists(page):
    named = set(re.findall(r"\./alur ([a-z]+)", (ROOT / page).read_text("utf-8")))

    assert named
    assert named - set(COMMANDS) == set()


def test_every_file_that_the_readme_links_to_exists():
    links = re.findall(r"\]\(([^):#]+)\)", (ROOT / "README.md").read_text("utf-8"))

    assert [link for link in links if not (ROOT / link).exists()] == []
