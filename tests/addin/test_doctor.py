"""Doctor: a PC in order has no troubles, and each known failure is found by its name, alone, with its remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.tools.officers_pc import OfficersPc, kitchen, program

from cpp_scorecard.addin.deploy import open_values
from cpp_scorecard.addin.deploy.doctor import CHECKS, as_json, examine
from cpp_scorecard.addin.deploy.install import install, plan
from cpp_scorecard.addin.deploy.known_failures import KNOWN
from cpp_scorecard.addin.deploy.ports import Answer, Ended, ExcelState, Kind, OpenWorkbook, Process, Value
from cpp_scorecard.addin.deploy.trusted_locations import COMMON_POLICY, POLICY, SECURITY
from cpp_scorecard.addin.deploy.wheelhouse_folder import read_wheelhouse
from cpp_scorecard.core.errors import Refused

ROOT = Path(__file__).parents[2]
XLSTART = rf"{SECURITY}\Trusted Locations\Location2"
APP_PATHS = r"HKLM\Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
ONE = Value(1, Kind.NUMBER)


@pytest.fixture(scope="module")
def wheelhouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kitchen")
    return kitchen(folder).make(folder / "wheelhouse")


@pytest.fixture
def pc(tmp_path: Path, wheelhouse: Path) -> OfficersPc:
    """A PC in order: Excel of 64 bits, XLSTART trusted, the add-in installed."""
    found = OfficersPc(tmp_path)
    office = tmp_path / "Program Files" / "Office16"
    office.mkdir(parents=True)
    (office / "EXCEL.EXE").write_bytes(program())
    found.registry.keys[APP_PATHS] = {"": Value(str(office / "EXCEL.EXE"))}
    found.registry.keys[XLSTART] = {"Path": Value(str(found.places.startup))}
    install(plan(found.machine, read_wheelhouse(wheelhouse)), lambda _: None)
    return found


def delete(path: Path) -> None:
    path.chmod(0o644)
    path.unlink()


def write(path: Path, content: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.chmod(0o644)
    path.write_text(content, "utf-8")


def excel_says(pc: OfficersPc, state: ExcelState) -> None:
    pc.processes.programs = [Process("EXCEL.EXE", 40)]
    pc.excel.says = state


def opened(full_name: str, *links: str) -> ExcelState:
    return ExcelState(Answer.READY, workbooks=(OpenWorkbook("indicators.xlsx", full_name, links),))


def excel_of_32_bits(pc: OfficersPc) -> None:
    Path(str(pc.registry.keys[APP_PATHS][""].data)).write_bytes(program(0x014C))


def without_its_library(pc: OfficersPc) -> None:
    excel_of_32_bits(pc)
    delete(pc.places.python / "xlwings32-0.37.8.dll")


def another_library(pc: OfficersPc) -> None:
    (pc.places.python / "xlwings64-0.37.8.dll").rename(pc.places.python / "xlwings64-0.36.0.dll")


def another_package(pc: OfficersPc) -> None:
    (pc.places.packages / "cpp_scorecard-0.0.9.dist-info").mkdir()


def a_letter_of_another_language(pc: OfficersPc) -> None:
    """The same PC, whose user has a folder that the code page of the PC has no letter for."""
    before = pc.places.profile
    after = before.rename(before.with_name("Łukasz"))
    pc.environment = {name: value.replace(str(before), str(after)) for name, value in pc.environment.items()}
    pc.registry.keys[XLSTART] = {"Path": Value(str(pc.places.startup))}


def an_excel_that_answers_with_an_error(pc: OfficersPc) -> None:
    def state() -> ExcelState:
        raise Refused("Excel answered with an error (0x80010108).", "Close Excel, and ask again.")

    pc.excel.state = state  # type: ignore[method-assign]


def macros_off(pc: OfficersPc) -> None:
    """Without the entry for XLSTART the folder is not trusted either: that is a trouble of its own."""
    del pc.registry.keys[XLSTART]
    pc.registry.keys[POLICY] = {"VBAWarnings": Value(4, Kind.NUMBER)}


BLOB = b"\x00\x00\x00\x00\x08\x00" + "c:\\users\\officer\\appdata\\cpp-scorecard.xlam\0".encode("utf-16-le")

UPSETS: Mapping[str, Callable[[OfficersPc], object]] = {
    "not-installed": lambda pc: delete(pc.places.manifest),
    "installation-unfinished": lambda pc: pc.places.incoming.mkdir(),
    "python-missing": lambda pc: delete(pc.places.interpreter),
    "python-blocked": lambda pc: pc.processes.__setattr__("fails", {"-c": Ended(-1, "Access is denied")}),
    "packages-changed": lambda pc: write(pc.places.packages / "pandas" / "core" / "big.py", "x = 2\n"),
    "versions-differ": another_package,
    "library-missing": lambda pc: delete(pc.places.python / "xlwings64-0.37.8.dll"),
    "library-other-version": another_library,
    "addin-missing": lambda pc: delete(pc.places.addin),
    "marked-from-internet": lambda pc: write(Path(f"{pc.places.addin}:Zone.Identifier"), "[ZoneTransfer]\nZoneId=3\n"),
    "folder-name": a_letter_of_another_language,
    "folder-synced": lambda pc: pc.environment.update({"OneDriveCommercial": str(pc.places.roaming)}),
    "excel-missing": lambda pc: pc.registry.keys.pop(APP_PATHS),
    "excel-32-bit": without_its_library,
    "excel-busy": lambda pc: excel_says(pc, ExcelState(Answer.BUSY)),
    "excel-left-over": lambda pc: excel_says(pc, ExcelState(Answer.READY, visible=False)),
    "python-left-over": lambda pc: pc.processes.programs.append(Process("python.exe", 9, str(pc.places.interpreter))),
    "workbook-online": lambda pc: excel_says(pc, opened("https://d.docs.live.example/Documents/indicators.xlsx")),
    "formulas-elsewhere": lambda pc: excel_says(pc, opened("C:\\i.xlsx", "C:\\Users\\other\\CPP-scorecard.xlam")),
    "other-copy": lambda pc: pc.registry.keys.update({open_values.KEY: {"OPEN": Value('/R "cpp-scorecard.xlam"')}}),
    "other-settings": lambda pc: write(pc.places.profile / ".xlwings" / "xlwings.conf"),
    "not-trusted": lambda pc: pc.registry.keys.pop(XLSTART),
    "trust-forbidden": lambda pc: pc.registry.keys.update(
        {rf"{POLICY}\Trusted Locations": {"AllLocationsDisabled": ONE}}
    ),
    "macros-off": macros_off,
    "addins-off": lambda pc: pc.registry.keys.update({POLICY: {"disablealladdins": ONE}}),
    "signature-required": lambda pc: pc.registry.keys.update({POLICY: {"RequireAddinSig": ONE}}),
    "addin-disabled": lambda pc: pc.registry.keys.update(
        {r"HKCU\Software\Microsoft\Office\16.0\Excel\Resiliency\DisabledItems": {"1F": Value(BLOB, Kind.BINARY)}}
    ),
    "not-looked-at": an_excel_that_answers_with_an_error,
}  # fmt: skip
FOLLOWS = {"macros-off": {"not-trusted"}}
"""Troubles that come with another by their nature."""


def codes(pc: OfficersPc) -> set[str]:
    return {trouble.code for trouble in examine(pc.machine)}


def test_a_pc_in_order_has_no_troubles(pc: OfficersPc) -> None:
    pc.processes.programs = [Process("python.exe", 7, r"C:\Python312\python.exe")]
    assert examine(pc.machine) == []
    excel_says(pc, opened(r"C:\Figures\indicators.xlsx", str(pc.places.addin), r"C:\Figures\other.xlsx"))
    assert examine(pc.machine) == [], "also while Excel is open with formulas that point at the add-in"


@pytest.mark.parametrize("code", KNOWN)
def test_each_known_failure_is_found_alone(pc: OfficersPc, code: str) -> None:
    """Broken in one way, the PC has that one trouble, and its detail names a file, a value or a process."""
    UPSETS[code](pc)
    troubles = examine(pc.machine)
    assert {trouble.code for trouble in troubles} == {code} | FOLLOWS.get(code, set())
    assert all(re.search(r"[\\/.]|process|Excel", trouble.detail) for trouble in troubles)


def test_one_thing_that_cannot_be_looked_at_hides_no_other(pc: OfficersPc, monkeypatch: pytest.MonkeyPatch) -> None:
    """An Excel that answers with an error, a list of files that a virus scanner holds: doctor still says the rest."""
    an_excel_that_answers_with_an_error(pc)
    real = Path.read_text

    def held(path: Path, *given: Any, **named: Any) -> str:
        if path.name == "RECORD":
            raise PermissionError(13, "The process cannot access the file", str(path))
        return real(path, *given, **named)

    monkeypatch.setattr(Path, "read_text", held)
    UPSETS["addin-missing"](pc)
    found = [(trouble.code, trouble.detail.partition(":")[0]) for trouble in examine(pc.machine)]
    assert ("addin-missing", str(pc.places.addin)) in found
    assert ("not-looked-at", "packages_changed") in found
    assert ("not-looked-at", "excel_busy") in found


def test_looking_changes_nothing(pc: OfficersPc) -> None:
    files, keys = pc.files(), dict(pc.registry.keys)
    examine(pc.machine)
    assert pc.files() == files
    assert pc.registry.keys == keys


def test_where_nothing_was_ever_installed_that_is_all(tmp_path: Path) -> None:
    """What would follow from it (no Python, no library, no add-in) is not listed on top."""
    assert codes(OfficersPc(tmp_path)) == {"not-installed"}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        pytest.param({POLICY: {"VBAWarnings": Value(4, Kind.NUMBER)}}, set(), id="a trusted location is an exception"),
        pytest.param(
            {COMMON_POLICY: {"Allow User Locations": Value(0, Kind.NUMBER)}}, {"trust-forbidden"}, id="users'"
        ),
        pytest.param(
            {
                COMMON_POLICY: {"Allow User Locations": Value(0, Kind.NUMBER)},
                POLICY: {"VBAWarnings": Value(3, Kind.NUMBER)},
            },
            {"trust-forbidden", "macros-off"},
            id="no exception is left",
        ),
        pytest.param({POLICY: {"VBAWarnings": Value(2, Kind.NUMBER)}}, set(), id="asking is Excel's default"),
        pytest.param({POLICY: {"RequireAddinSig": Value(0, Kind.NUMBER)}}, set(), id="switched off"),
    ],
)
def test_policies_count_only_where_they_have_an_effect(
    pc: OfficersPc, keys: dict[str, dict[str, Value]], expected: set[str]
) -> None:
    pc.registry.keys.update(keys)
    assert codes(pc) == expected


def test_a_location_that_policy_sets_is_enough(pc: OfficersPc) -> None:
    """IT trusts the folder above with everything in it, and allows users no locations of their own."""
    del pc.registry.keys[XLSTART]
    pc.registry.keys[COMMON_POLICY] = {"Allow User Locations": Value(0, Kind.NUMBER)}
    pc.registry.keys[rf"{POLICY}\Trusted Locations\Location0"] = {
        "Path": Value("%APPDATA%\\Microsoft\\Excel\\", Kind.EXPANDABLE_TEXT),
        "AllowSubfolders": ONE,
    }
    assert codes(pc) == set()


def test_excel_of_32_bits_with_its_library_is_in_order(pc: OfficersPc) -> None:
    """The library is Excel's kind, Python its own program: 32 and 64 bits go together."""
    excel_of_32_bits(pc)
    assert codes(pc) == set()
    delete(pc.places.python / "xlwings64-0.37.8.dll")
    assert codes(pc) == set(), "and the other library is not needed"


def test_the_doctors_own_python_is_not_one_left_over(pc: OfficersPc) -> None:
    pc.processes.programs = [Process("python.exe", 0, str(pc.places.interpreter))]
    assert codes(pc) == set()


def test_the_document_for_it_has_the_remedies(pc: OfficersPc) -> None:
    UPSETS["library-missing"](pc)
    document = as_json(pc.machine, examine(pc.machine))
    assert document["installed"] == "0.1.0"
    assert document["excel_bits"] == 64
    (trouble,) = document["troubles"]
    assert trouble["code"] == "library-missing"
    assert trouble["remedy"] == KNOWN["library-missing"].remedy


def test_every_check_is_listed_and_every_code_has_its_row_on_the_page() -> None:
    """`docs/it.md` shows what can be found, in the words that an officer reads."""
    modules = (ROOT / "python/cpp_scorecard/addin/deploy").glob("checks_of_*.py")
    text = "".join(path.read_text("utf-8") for path in modules)
    defined = set(re.findall(r"^def ([a-z]\w*)\(machine: Machine\) -> Iterator", text, re.MULTILINE))
    assert {check.__name__ for check in CHECKS} == defined
    assert set(UPSETS) == set(KNOWN)
    page = (ROOT / "docs" / "it.md").read_text("utf-8")
    rows = [f"| `{code}` | {known.found} | {known.remedy} |" for code, known in KNOWN.items()]
    assert [row for row in rows if row not in page] == []
