"""What our own elements are given, for tests without a browser that would draw them."""

from __future__ import annotations

ELEMENTS: dict[str, dict] = {}
"""What our own elements were last given, by their names: `AppTest` knows no browser that would draw them."""
PRESSED: list[tuple] = []


def drawn_here(name, data, key, **verbs):
    """Stands for `made.draw`: keeps what is to be drawn, and does what a press of `press` asks for."""
    if name == "page":  # nothing of its own stands on a page
        return
    if name == "head":  # the first of a page; the side bar is drawn before it
        for other in [known for known in ELEMENTS if known != "rail"]:
            del ELEMENTS[other]
    ELEMENTS[name] = data
    if PRESSED and PRESSED[0][0] == name:
        _, trigger, value = PRESSED.pop()
        verbs[trigger](value)


def press(at, name, trigger, value):
    """Press something in one of our own elements."""
    PRESSED.append((name, trigger, value))
    return at.run()


def said_in(data) -> list[str]:
    """Every text in what an element is given."""
    if isinstance(data, dict):
        return [text for value in data.values() for text in said_in(value)]
    if isinstance(data, list | tuple):
        return [text for value in data for text in said_in(value)]
    return [data] if isinstance(data, str) else []
