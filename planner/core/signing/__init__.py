"""Signing: the key of this installation, and whose signature something bears."""
