"""The Excel add-in: building its file, and getting it on to and off an officer's PC."""
