"""Compiled functions answer as their Python would, whether or not they can be kept."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from taxonomy.kernels import _Compiled, kernel, prepare
from taxonomy.searching import kernels as kernels_of_search


def total(values: np.ndarray) -> float:
    found = 0.0
    for it in values:
        found += it
    return found


def test_a_compiled_function_takes_its_signature_and_no_other() -> None:
    compiled = kernel("f8(f8[::1])")(total)
    assert compiled(np.arange(5.0)) == total(np.arange(5.0))
    with pytest.raises(TypeError):
        compiled(np.arange(5, dtype=np.float32))


def test_the_kernels_of_a_package_are_compiled_when_they_are_asked_for() -> None:
    assert prepare("taxonomy.searching") > 10
    assert all(
        not isinstance(it, _Compiled) or "machine_code" in vars(it)
        for it in vars(kernels_of_search).values()
    )
    assert prepare("no.such.package") == 0


def test_without_a_folder_to_keep_it_in_a_function_is_compiled_all_the_same() -> None:
    # What is typed in has no file beside which anything could be kept.
    scope: dict[str, Callable[[int], int]] = {}
    exec("def twice(value):\n    return 2 * value", scope)  # noqa: S102
    assert kernel("i8(i8)")(scope["twice"])(21) == 42


def test_parts_of_kernels_stay_in_their_module() -> None:
    # Else a change of one would leave what is kept of the kernels that call it as it was.
    rooms = {
        it: it.read_text() for it in Path(__file__, "../../../taxonomy").resolve().rglob("*.py")
    }
    parts = {
        name: room for room, text in rooms.items() for name in re.findall(r"@part\ndef (\w+)", text)
    }
    assert parts
    strangers = [
        (name, room)
        for name, home in parts.items()
        for room, text in rooms.items()
        if room != home and re.search(rf"import .*\b{name}\b", text)
    ]
    assert strangers == []
