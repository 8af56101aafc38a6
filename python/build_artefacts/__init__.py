"""Builds the workbooks that the repository ships: the sample council, the published card, the templates."""
