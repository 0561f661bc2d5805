"""The settlement as a workbook with live formulas from the data to the payments."""
