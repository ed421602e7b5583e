"""The launcher `alur`, run with a made-up root so that nothing is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: What the launcher may use besides a Python: all of it essential on Debian.
TOOLS = ("sh", "cmp", "date", "dirname", "id", "readlink", "rm", "flock", "cat", "env")

#: Stands for every Python: says how it was called.
FAKE_PYTHON = """#!/bin/sh
case "$*" in
    -V) echo Python 3.11.2; exit ;;
    *version_info\\ *) exit {too_old} ;;
    *ensurepip*) exit {no_venv} ;;
    *print*) echo python3.11-venv; exit ;;
    *"import pip"*) exit {no_pip} ;;
esac
for argument in "$@"; do printf '[%s]' "$argument"; done
printf ' path=%s\\n' "$PYTHONPATH"
"""


@pytest.fixture
def root(tmp_path):
    """A root whose environment is ready."""
    root = tmp_path / "the root"
    (root / ".venv" / "bin").mkdir(parents=True)
    (root / ".venv" / "alur").mkdir()
    (root / ".venv" / "lib" / "python3.11" / "site-packages" / "pip").mkdir(parents=True)
    (root / "service" / "locks").mkdir(parents=True)
    shutil.copy(ROOT / "alur", root / "alur")
    write_python(root / ".venv" / "bin" / "python")
    for stamp in (root / "service" / "locks", root / ".venv" / "alur"):
        (stamp / "runtime.txt").write_text("flask==3.1.3\n")
    return root


@pytest.fixture
def tools(tmp_path):
    """A PATH with the tools that the launcher may use, and no Python."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found is not None, name
        (folder / name).symlink_to(found)
    return folder


def write_python(path, *, too_old=0, no_venv=0, no_pip=0):
    path.write_text(FAKE_PYTHON.format(too_old=too_old, no_venv=no_venv, no_pip=no_pip))
    path.chmod(0o755)


def call(*command, path=os.environ["PATH"], folder="/"):
    return subprocess.run(
        list(map(str, command)),
        env={"PATH": str(path)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_launcher_is_correct_for_a_posix_shell():
    done = subprocess.run(["sh", "-n", ROOT / "alur"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_the_launcher_uses_nothing_that_is_not_posix():
    text = (ROOT / "alur").read_text("utf-8")

    assert text.startswith("#!/bin/sh\n")
    for bashism in (
        "[[",
        "local ",
        "function ",
        "source ",
        "pipefail",
        "<<<",
        "&>",
        "${#",
        "let ",
    ):
        assert bashism not in text, bashism


def test_a_ready_environment_runs_the_command_at_once_and_silently(root, tools):
    done = call(root / "alur", "check", "two words.bpmn", "--json", path=tools)

    assert done.stdout == f"[-m][service][check][two words.bpmn][--json] path={root}\n"
    assert (done.returncode, done.stderr) == (0, "")


def test_a_ready_environment_is_known_by_its_folder_alone(root, tools):
    write_python(root / ".venv" / "bin" / "python", no_pip=1)

    done = call(root / "alur", "check", path=tools)

    assert (done.returncode, done.stderr) == (0, "")


def test_an_environment_whose_python_was_upgraded_is_made_anew(root, tools):
    write_python(root / ".venv" / "bin" / "python", no_pip=1)
    libraries = root / ".venv" / "lib"
    (libraries / "python3.11").rename(libraries / "python3.9")

    done = call(root / "alur", "check", path=tools)

    assert "Menyiapkan Alur" in done.stderr
    assert "Alur memerlukan Python 3.11" in done.stderr


def test_a_python_whose_folder_is_called_otherwise_is_asked_for_its_libraries(root, tools):
    libraries = root / ".venv" / "lib"
    (libraries / "python3.11").rename(libraries / "python3.11t")

    done = call(root / "alur", "check", path=tools)

    assert (done.returncode, done.stderr) == (0, "")


def test_the_launcher_works_by_a_link_from_another_folder(root, tools, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "hop").symlink_to(root / "alur")
    (elsewhere / "alur").symlink_to("hop")

    done = call("./alur", "serve", path=tools, folder=elsewhere)

    assert done.stdout == f"[-m][service][serve] path={root}\n"


def test_the_callers_python_path_does_not_count(root, tools):
    done = call("env", "PYTHONPATH=/tmp/other", root / "alur", "check", path=tools)

    assert done.stdout.endswith(f" path={root}\n")


def test_a_changed_lock_is_installed_before_the_command_runs(root, tools):
    (root / "service" / "locks" / "runtime.txt").write_text("flask==3.2.0\n")

    done = call(root / "alur", "check", path=tools)

    assert [line.partition(" path")[0] for line in done.stdout.splitlines()] == [
        "[-m][service.cli.frame.install][--lang][id]",
        "[-m][service][check]",
    ]
    assert "Menyiapkan Alur" in done.stderr


def test_a_missing_python_is_named_with_the_command_that_installs_it(root, tools):
    shutil.rmtree(root / ".venv")
    write_python(tools / "apt-get")

    done = call(root / "alur", "serve", path=tools)

    (_, sentence) = done.stderr.splitlines()
    assert done.returncode == 1
    assert sentence.startswith("Alur memerlukan Python 3.11")
    assert sentence.endswith("apt-get install python3 python3-venv")


def test_an_old_python_is_not_taken(root, tools):
    shutil.rmtree(root / ".venv")
    write_python(tools / "apt-get")
    write_python(tools / "python3", too_old=1)

    done = call(root / "alur", "serve", "--lang", "en", path=tools)

    (_, sentence) = done.stderr.splitlines()
    assert done.returncode == 1
    assert sentence.startswith("Alur needs Python 3.11 or newer")
    assert sentence.endswith("apt-get install python3.11 python3.11-venv")


def test_a_missing_venv_module_is_named_with_the_command_that_installs_it(root, tools):
    shutil.rmtree(root / ".venv")
    write_python(tools / "apt-get")
    write_python(tools / "python3", no_venv=1)

    done = call(root / "alur", "serve", "--lang=en", path=tools)

    (_, sentence) = done.stderr.splitlines()
    assert done.returncode == 1
    assert sentence.endswith("apt-get install python3.11-venv")


def test_without_apt_the_packages_are_named_alone(root, tools):
    shutil.rmtree(root / ".venv")

    done = call(root / "alur", "serve", path=tools)

    assert done.stderr.endswith("pasang dengan: python3 python3-venv\n")
