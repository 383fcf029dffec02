"""The plan's, the comparison's and the replay's workbooks."""
