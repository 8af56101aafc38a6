"""The smoke test: what only real Excel can show, run once for each release on an officer's kind of PC."""
