"""`python -m cpp_scorecard` is the command line."""

from cpp_scorecard.cli import run

run()
