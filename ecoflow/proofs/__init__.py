"""What holds of an agreement for every possible input, and the input that shows where it does not."""
