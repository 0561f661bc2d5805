"""What lies behind each code: cause, an example that shows it, and the same example cured."""
