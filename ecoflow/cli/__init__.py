"""One file a verb; typer and rich live only here."""
