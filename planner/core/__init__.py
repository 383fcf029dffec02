"""What every room uses: errors with their place, the table of columns, decisions and routes, dates, rounding, files and texts."""
