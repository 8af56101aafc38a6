"""Getting the add-in on to an officer's PC, finding out what is wrong with it there, and getting it off again.

What runs on the officer's PC before anything is installed (`install`, `uninstall`, `doctor`) uses the standard
library only: it is started from the wheel itself, by the private Python that the wheelhouse brings.
"""
