"""Plan, one scan, exact cube, and the measures made from it."""
