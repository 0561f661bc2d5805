"""Quality rules over an observations folder: named, documented, switchable; exact, in bounded memory."""
