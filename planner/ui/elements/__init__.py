"""Pieces of a page that are ours and not Streamlit's: each is a script and a style beside this file, drawn from plain values."""
