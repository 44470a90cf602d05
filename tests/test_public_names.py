"""The public names: exactly these, and cheap to import."""

from __future__ import annotations

import importlib
import inspect
import resource
import subprocess
import sys

import pytest

import deflect
from deflect import errors

HEAVY = tuple("click faiss jinja2 numpy onnxruntime pydantic rich scipy sklearn sqlalchemy torch".split())
NOT_FOR_HELP = tuple(name for name in HEAVY if name != "click")


def test_the_public_names_are_exactly_these() -> None:
    assert deflect.__all__ == [
        "Abstention",
        "Article",
        "CleanTicket",
        "Cluster",
        "DeflectError",
        "Message",
        "QuestionClusterer",
        "Suggester",
        "Suggestion",
        "Ticket",
        "Workspace",
        "__version__",
        "load_encoder",
    ]
    assert dir(deflect) == deflect.__all__


@pytest.mark.parametrize("name", deflect.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    found = getattr(deflect, name)
    assert name == "__version__" or inspect.getdoc(found)


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        _ = deflect.Nothing


def loaded(code: str) -> set[str]:
    """Top-level modules loaded after running code in a fresh process."""
    script = f"{code}\nimport sys; print(' '.join(sorted(n.split('.')[0] for n in sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_importing_deflect_loads_no_heavy_library() -> None:
    assert loaded("import deflect").isdisjoint(HEAVY)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_loads_no_heavy_library(arguments: list[str]) -> None:
    start = f"import sys; sys.argv = ['deflect', *{arguments}]\nfrom deflect.cli import main"
    code = f"{start}\ntry: main()\nexcept SystemExit: pass"
    assert loaded(code).isdisjoint(NOT_FOR_HELP)


def test_help_takes_less_than_three_tenths_of_a_second_of_processor_time() -> None:
    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "deflect", "--help"], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(seconds() for _ in range(3)) < 0.3


def all_errors() -> list[type[errors.DeflectError]]:
    members = vars(errors).values()
    return [member for member in members if inspect.isclass(member) and issubclass(member, errors.DeflectError)]


@pytest.mark.parametrize("kind", all_errors())
def test_every_error_is_one_line_with_what_where_and_next(kind: type[errors.DeflectError]) -> None:
    error = kind("it broke", "file.csv, line 3", "Try: deflect doctor")
    assert str(error) == "it broke (file.csv, line 3). Try: deflect doctor"
    assert str(kind("two\nlines")) == "two lines"
    assert error.exit_code == (2 if issubclass(kind, errors.UsageError) else 1)


def test_the_tree_in_the_docstring_names_every_error() -> None:
    for kind in all_errors():
        assert kind.__name__ in (errors.__doc__ or "")


def test_every_module_of_deflect_has_a_docstring() -> None:
    for name in [module for module in sys.modules if module.startswith("deflect.")]:
        assert importlib.import_module(name).__doc__, name
