"""The empty import workbook, with its guide and drop-downs."""
