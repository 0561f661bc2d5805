"""Files as tables of text: every reader gives the same shape, and nothing is made a number here."""
