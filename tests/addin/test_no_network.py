"""No network: no module imports anything that could use one, and commands run with every socket forbidden.

The worksheet functions run so in tests/excel/test_windows_stub.py.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.tools.no_network import GUARD

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "python" / "cpp_scorecard"
CLIENTS = {
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "nntplib", "poplib", "requests", "smtplib", "socket",
    "socketserver", "ssl", "telnetlib", "urllib3", "webbrowser", "websockets", "xmlrpc",
}  # fmt: skip
FORBIDDEN = CLIENTS | {"urllib.request", "xlwings.pro", "xlwings.server", "xlwings.rest"}


def imported(path: Path) -> set[str]:
    """Everything that a module imports, also by name at run time."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            found |= {ast.literal_eval(part) for part in node.args if isinstance(part, ast.Constant)}
    return found


def test_no_module_imports_a_network_client() -> None:
    named = re.compile(rf"\b({'|'.join({name.split('.')[0] for name in FORBIDDEN})})\b")  # without, nothing to parse
    used = {
        f"{path.relative_to(PACKAGE).as_posix()}: {name}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if named.search(path.read_text("utf-8"))
        for name in imported(path)
        if any(name == client or name.startswith(f"{client}.") for client in FORBIDDEN)
    }
    assert used == {"excel/about.py: webbrowser"}, "which shows the help, a file on the PC"


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", GUARD + code], capture_output=True, text=True, check=False, cwd=folder)


def test_the_guard_sees_a_network_being_used(tmp_path: Path) -> None:
    used = run("import socket; socket.create_connection(('127.0.0.1', 9))", tmp_path)
    assert "a network was used" in used.stderr


@pytest.mark.parametrize(
    "command",
    [
        pytest.param("['build', SAMPLE, '-o', 'card.xlsx']", marks=pytest.mark.slow),
        pytest.param("['check', SAMPLE, '--json']", marks=pytest.mark.slow),
        pytest.param("['publish', SAMPLE, '-o', 'edition']", marks=pytest.mark.slow),
        pytest.param("['sample', '-o', 'samples']", marks=pytest.mark.slow),
    ],
)
def test_a_command_runs_with_every_socket_forbidden(command: str, tmp_path: Path) -> None:
    sample = ROOT / "samples" / "wiltshire-2022-01" / "indicators.xlsx"
    code = f"SAMPLE = {str(sample)!r}\nfrom cpp_scorecard.cli import main\nraise SystemExit(main({command}))"
    done = run(code, tmp_path)
    assert "network" not in done.stderr
    assert done.returncode == 0, done.stderr
