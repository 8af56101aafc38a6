"""In Excel: the worksheet functions and the actions of the ribbon. Thin: read what came in, one call, hand it back."""
