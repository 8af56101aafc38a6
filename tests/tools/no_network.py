"""A beginning for the code of another process: whatever uses a network there ends it with a sentence."""

from __future__ import annotations

GUARD = """
import sys
def guard(event, arguments):
    if event.startswith("socket.") and event not in ("socket.gethostname", "socket.__new__"):
        raise SystemExit(f"a network was used: {event} {arguments}")
sys.addaudithook(guard)
"""
