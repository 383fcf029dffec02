"""The runs of a batch as one file for a browser: pictures to click and a table, without any network."""
