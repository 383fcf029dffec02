"""Pieces that any page draws: tables, pictures, figures and their style."""
