"""SpiffWorkflow runs every step, unmodified: decisions §1.1."""

import ast
import json
import subprocess
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest
import SpiffWorkflow
from SpiffWorkflow.task import Task

import service.engine
from service.diagrams import examine
from service.engine import compile_process, execute, open_tasks
from service.engine.api import CompleteTask, StartProcess
from service.engine.replacements import replacing_classes, table
from tests.constructs.driver import BEGAN, Walk, every_definition

ROOT = Path(service.engine.__file__).parents[2]
ENGINE = ROOT / "service" / "engine"
DOCUMENT = ROOT / "service" / "docs" / "spiffworkflow.md"
LIBRARY = Path(SpiffWorkflow.__file__).parent


def every_process():
    for file, process, definition in every_definition():
        yield f"{file}/{process}", definition
    for file in sorted((ROOT / "bpmn").glob("*.bpmn")):
        diagram = examine(file.read_bytes()).diagram
        assert diagram is not None
        for process in diagram.processes:
            yield f"{file.name}/{process.id}", compile_process(process)


PROCESSES = dict(every_process())


# ---------------------------------------------------------------- it runs every step


@pytest.mark.parametrize("name", PROCESSES)
def test_without_its_run_no_process_makes_a_single_step(name, monkeypatch):
    process = PROCESSES[name].process
    monkeypatch.setattr(Task, "run", lambda self: None)

    step = execute(PROCESSES[name], None, StartProcess({}, PROCESSES[name].start), BEGAN)

    assert step.status == "running"
    assert {item.kind for item in step.trace} == {"entered"}
    # With what a process begins tokens are put by its start, and its handlers are armed.
    begins = {node.id for node in process.scope.first_nodes()}
    begins |= {handler.start().id for handler in process.scope.event_subprocesses()}
    assert {item.element_id for item in step.trace} <= {process.id} | begins
    assert {task.element_id for task in step.opened} <= begins
    assert {timer.element_id for timer in step.armed} <= begins


def test_without_its_run_a_persons_act_has_no_consequence(monkeypatch):
    walk = Walk("parallel_gateway", "approval")
    monkeypatch.setattr(Task, "run", lambda self: None)

    step = execute(walk.definition, walk.state, CompleteTask(walk.number("write"), {}), BEGAN)

    assert step.opened == ()
    assert [item for item in step.trace if item.kind == "flow"] == []
    assert open_tasks(walk.definition, walk.state, BEGAN) != ()


# ---------------------------------------------------------------- and stays as released

#: Run by itself: what the library is before anything of ours is imported, and after it has run.
UNCHANGED = """
import importlib, json, sys

def attributes():
    found = {}
    for module_name, module in sorted(sys.modules.items()):
        if module_name.partition(".")[0] != "SpiffWorkflow":
            continue
        for name, value in vars(module).items():
            found[f"{module_name}.{name}"] = id(value)
            if isinstance(value, type) and value.__module__.startswith("SpiffWorkflow"):
                for attribute, content in vars(value).items():
                    found[f"{value.__module__}.{value.__qualname__}.{attribute}"] = id(content)
    return found

for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
before = attributes()

from tests.constructs.driver import every_definition, wander
for _, _, definition in every_definition():
    wander(definition)

after = attributes()
changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
print(json.dumps({"seen": len(before), "changed": changed}))
"""


@pytest.mark.slow
def test_importing_compiling_and_running_change_nothing_of_it():
    loaded = [name for name in sys.modules if name.partition(".")[0] == "SpiffWorkflow"]

    done = subprocess.run(
        [sys.executable, "-c", UNCHANGED, json.dumps(loaded)],
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
    )

    result = json.loads(done.stdout)
    assert result["changed"] == []
    assert result["seen"] > 500


def test_its_sources_are_those_of_the_release():
    files = metadata.files("SpiffWorkflow") or []
    loaded = [
        Path(str(module.__file__)).resolve()
        for name, module in sys.modules.items()
        if name.partition(".")[0] == "SpiffWorkflow" and getattr(module, "__file__", None)
    ]

    assert set(loaded) <= {Path(str(file.locate())).resolve() for file in files}


def imported_names(tree):
    """Return the names under which a module knows things of SpiffWorkflow."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("SpiffWorkflow"):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {
                (alias.asname or alias.name).partition(".")[0]
                for alias in node.names
                if alias.name.startswith("SpiffWorkflow")
            }
    return names


def root_of(node):
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def modules_of_the_service():
    for file in sorted((ROOT / "service").rglob("*.py")):
        yield file, ast.parse(file.read_text("utf-8"))


def targets_of(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            yield from node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            yield node.target
        elif isinstance(node, ast.Delete):
            yield from node.targets
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("setattr", "delattr")
        ):
            yield ast.Attribute(node.args[0], "?")


def patches_of(tree):
    known = imported_names(tree)
    for target in targets_of(tree):
        if isinstance(target, ast.Attribute | ast.Subscript) and root_of(target) in known:
            yield ast.unparse(target)


@pytest.mark.slow
def test_no_module_of_the_service_assigns_into_it():
    patches = [
        f"{file.relative_to(ROOT)}: {patch}"
        for file, tree in modules_of_the_service()
        for patch in patches_of(tree)
    ]

    assert patches == []


@pytest.mark.parametrize(
    "patch",
    [
        "Task.run = run",
        "Task.__init__.defaults = ()",
        "spiff.Task.run = run",
        'setattr(Task, "run", run)',
        "del Task.run",
        'Task.states["x"] = 1',
    ],
)
def test_a_patch_would_be_seen(patch):
    source = f"from SpiffWorkflow.task import Task\nimport SpiffWorkflow as spiff\n{patch}"

    assert list(patches_of(ast.parse(source)))


@cache
def nodes_of_the_library():
    return [
        node
        for file in LIBRARY.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute | ast.FunctionDef | ast.ClassDef)
    ]


@cache
def private_names_of_the_library():
    """Return every _name that its sources assign or define."""
    names = (getattr(node, "attr", None) or node.name for node in nodes_of_the_library())
    return frozenset(filter(is_private, names))


def is_private(name):
    return name.startswith("_") and not name.startswith("__")


def test_no_private_attribute_of_its_objects_is_read_or_written():
    foreign = private_names_of_the_library()
    used = [
        f"{file.name}: {ast.unparse(node)}"
        for file in sorted(ENGINE.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and is_private(node.attr)
        and (root_of(node.value) != "self" or node.attr in foreign)
    ]

    assert used == []


def test_the_hooks_that_are_overridden_are_the_ones_that_it_calls():
    overridden = {
        name
        for cls in replacing_classes()
        for base in cls.__mro__
        if base.__module__.startswith("service.")
        for name in vars(base)
        if is_private(name) and name in private_names_of_the_library()
    }

    assert overridden == {"_on_complete_hook", "_predict_hook"}


# ---------------------------------------------------------------- and what is replaced is told


def test_the_document_is_the_table_of_the_classes():
    assert DOCUMENT.read_text("utf-8") == table(), (
        "write it anew: python -c 'from service.engine.replacements import table;"
        ' print(table(), end="")\' > service/docs/spiffworkflow.md'
    )


@pytest.mark.parametrize("cls", list(replacing_classes()), ids=lambda cls: cls.__name__)
def test_every_replaced_class_exists_and_has_its_test_and_diagram(cls):
    replaced = cls.replaces
    test = ROOT / replaced.test
    classes = {node.name for node in nodes_of_the_library() if isinstance(node, ast.ClassDef)}

    assert replaced.spiff_class in classes
    assert test.is_file()
    assert (test.parent / f"{test.stem.removeprefix('test_')}.bpmn").is_file()


def test_every_diagram_of_a_construct_has_its_test():
    folder = ROOT / "tests" / "constructs"

    assert {file.stem for file in folder.glob("*.bpmn")} == {
        file.stem.removeprefix("test_") for file in folder.glob("test_*.py")
    }
