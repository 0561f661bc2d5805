"""The pipeline from an agreement and its observations to balanced payments, one step a line."""
