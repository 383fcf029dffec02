"""Plans as one signed file that leaves the house: made from a plan's folder, read and planned again on another machine."""
