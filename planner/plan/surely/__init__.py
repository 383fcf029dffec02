"""Exits as offers that may be refused: chances, offers, and plans that are as sure as asked."""
