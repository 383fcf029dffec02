"""Finding the tables of a sheet and what each column of them means."""
