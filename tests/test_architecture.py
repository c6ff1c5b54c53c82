"""The laws of the structure (docs/architecture.md): one direction, a pure core, frozen data."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import pytest

import briefgen

SOURCE = Path(briefgen.__file__).parent

#: The stages in their order. A module may import from its own stage and from those before it.
STAGES: list[set[str]] = [
    {"__init__", "problems", "config", "settings", "setting_values", "editors", "policy", "text", "strings"},
    {"briefs"},
    {"edition"},
    {"pages", "rules"},
    {"render"},
    {"output", "lock", "state", "state_file", "workers"},
    {
        "outcome",
        "world",
        "config_cache",
        "keys",
        "uses",
        "snapshot",
        "kept",
        "survey",
        "words",
        "trial",
        "memory",
        "readings",
        "mending",
        "since",
        "sarif",
        "fixing",
        "recall",
        "checked",
        "judging",
        "rewording",
        "check",
        "making",
        "renewing",
        "touch",
        "full_text",
        "pagefind_files",
        "publish",
        "full",
        "build",
        "placing",
        "report",
        "scaffold",
        "record",
        "schemas",
        "workflows",
        "recent",
        "due",
        "diff",
        "intake",
        "registries",
        "links",
    },
    {"serve"},
    {"cli", "__main__"},
]
#: Modules of the first four stages that may touch the machine.
SHELL = {"briefs.loader", "briefs.files", "briefs.scan", "briefs.sorting", "briefs.git"}
IMPURE = {
    "os",
    "pathlib",
    "io",
    "shutil",
    "tempfile",
    "jinja2",
    "watchdog",
    "threading",
    "subprocess",
    "multiprocessing",
}
IMPURE |= {"sqlite3", "socket", "time", "random", "glob", "click", "rich"}


@cache
def modules() -> tuple[str, ...]:
    return tuple(_modules())


def _modules() -> Iterator[str]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "templates" not in path.parts:
            name = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
            yield name.removesuffix(".__init__") if name != "__init__" else name


@cache
def imports(module: str) -> list[tuple[str, list[str]]]:
    """(module, names) of every import statement, also of those inside functions."""
    path = SOURCE / module.replace(".", "/")
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    tree = ast.parse(file.read_text("utf-8"))
    found: list[tuple[str, list[str]]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, []) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            found.append((node.module or "", [alias.name for alias in node.names]))
    return found


@cache
def own_imports(module: str) -> tuple[str, ...]:
    """The modules of briefgen that a module imports, without the prefix."""
    return tuple(_own_imports(module, set(modules())))


def _own_imports(module: str, known: set[str]) -> Iterator[str]:
    for name, names in imports(module):
        if name == "briefgen" or name.startswith("briefgen."):
            inner = name.removeprefix("briefgen").removeprefix(".")
            whole = [f"{inner}.{n}".strip(".") for n in names]
            yield from ((n for n in whole if n in known) if any(n in known for n in whole) else [inner or "__init__"])


def stage(module: str) -> int:
    return next(i for i, names in enumerate(STAGES) if module.partition(".")[0] in names)


def test_every_module_has_a_stage_and_imports_only_from_those_before() -> None:
    late = [(m, other) for m in modules() for other in own_imports(m) if stage(other) > stage(m)]
    assert not late, "each of these imports what comes later in the flow"


def test_no_module_imports_itself_by_a_detour() -> None:
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " → ".join((*trail, module))
        if module not in done:
            for other in own_imports(module):
                visit(other, (*trail, module))
            done.add(module)

    for module in modules():
        visit(module, ())


def test_the_core_is_pure() -> None:
    for module in (m for m in modules() if stage(m) < 4 and m not in SHELL):
        for name, names in imports(module):
            if name == "pathlib":
                assert set(names) <= {"PurePath", "PurePosixPath"}, module
            else:
                assert name.partition(".")[0] not in IMPURE, f"{module} imports {name}"


@pytest.mark.parametrize(
    "module", ["briefs.model", "edition.model", "pages.model", "pages.views", "config", "problems"]
)
def test_what_travels_between_the_stages_is_frozen(module: str) -> None:
    found = importlib.import_module(f"briefgen.{module}")
    structs = [v for v in vars(found).values() if isinstance(v, type) and issubclass(v, msgspec.Struct)]
    assert structs
    for struct in structs:
        assert struct is msgspec.Struct or struct.__struct_config__.frozen, struct


def test_modules_are_small() -> None:
    """Small enough to be one idea each; the contract of the templates is a list and may be long."""
    sizes = {m: (SOURCE / (m.replace(".", "/") + ".py")) for m in modules()}
    long = {m: n for m, p in sizes.items() if p.exists() and (n := len(p.read_text("utf-8").splitlines())) > 320}
    assert set(long) <= {"pages.views"}, long


def test_every_module_imports() -> None:
    names = [m.name for m in pkgutil.walk_packages([str(SOURCE)], "briefgen.") if "templates" not in m.name]
    for name in names:
        if not name.endswith("__main__"):
            assert importlib.import_module(name)
