"""The formula language: one grammar, one typed tree, several readings."""
