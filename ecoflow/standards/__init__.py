"""Facts of the trade: classes, rounding, units, indicator names."""
