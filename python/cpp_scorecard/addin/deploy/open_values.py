r"""The add-ins that Excel opens when it starts: the values OPEN, OPEN1, OPEN2 ... of its Options key.

The installed add-in needs none of them, because XLSTART is opened anyway. But a copy of it that somebody loaded
from elsewhere would come first and keep the installed one out: Excel cannot open two files of one name.
"""

from __future__ import annotations

import ntpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpp_scorecard.addin.deploy.places import ADDIN_FILE, same_path

if TYPE_CHECKING:
    from cpp_scorecard.addin.deploy.ports import Registry, Value

KEY = r"HKCU\Software\Microsoft\Office\16.0\Excel\Options"


@dataclass(frozen=True, slots=True)
class OpenValue:
    r"""One file that Excel opens: the value's name, and what stands in it (`/R "C:\Tools\stock.xlam"`)."""

    name: str
    value: Value

    @property
    def path(self) -> str:
        """The file, without switches and quotation marks. A bare name is in Excel's own add-in folder."""
        text = str(self.value.data).strip()
        quoted = re.search(r'"([^"]+)"', text)
        return quoted[1] if quoted else re.sub(r"^(/\w+\s+)+", "", text)

    @property
    def is_ours(self) -> bool:
        """Whether it names a file called as the add-in is, wherever that lies."""
        return ntpath.basename(self.path).casefold() == ADDIN_FILE.casefold()


def open_values(registry: Registry) -> list[OpenValue]:
    """The OPEN values in the order in which Excel opens them."""
    numbered = [
        (int(found[1] or 0), OpenValue(name, value))
        for name, value in (registry.values(KEY) or {}).items()
        if (found := re.fullmatch(r"OPEN(\d*)", name, re.IGNORECASE))
    ]
    return [value for _, value in sorted(numbered, key=lambda pair: pair[0])]


def of_other_copies(registry: Registry, addin: str) -> list[OpenValue]:
    """Those that name a copy of the add-in other than the file `addin`, and those that open `addin` twice."""
    return [value for value in open_values(registry) if value.is_ours or same_path(value.path, addin)]


def without(registry: Registry, unwanted: list[OpenValue]) -> None:
    """Take `unwanted` away. The others keep their order and move up: Excel stops at the first gap."""
    write_all(registry, [value.value for value in open_values(registry) if value not in unwanted])


def write_all(registry: Registry, wanted: list[Value]) -> None:
    """Make `wanted` the files that Excel opens, in that order."""
    names = ["OPEN" if index == 0 else f"OPEN{index}" for index in range(len(wanted))]
    present = {value.name: value.value for value in open_values(registry)}
    for name, value in zip(names, wanted, strict=True):
        if present.get(name) != value:
            registry.write(KEY, name, value)
    for name in present.keys() - set(names):
        registry.delete_value(KEY, name)
