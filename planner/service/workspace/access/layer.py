"""What the layers of the workspace share: the store that is open, and a writing transaction that adds to its audit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Self

from sqlalchemy import Connection

from planner.core.errors import InputError, problem
from planner.service.workspace.audit import Event, append, head_of, mac_of
from planner.service.workspace.database import Database, database_of_installation
from planner.service.workspace.form import require_form, settings_of
from planner.service.workspace.head import Head, audit_key, keep_head, key_fingerprint, note_lost
from planner.service.workspace.kept_files import sweep


@dataclass
class Change:
    """A writing transaction with the chain that it adds to. head: the newest entry that it wrote."""

    connection: Connection
    store: str
    key: bytes
    head: Head

    def note(self, event: Event) -> None:
        """Add an entry to the audit."""
        self.head = append(self.connection, self.key, self.store, event)


class Layer:
    """A store that is open. Nothing counts as done before a method returns; then it is on disk."""

    def __init__(self, database: Database) -> None:
        require_form(database)
        self.database = database
        self._swept = False

    @classmethod
    def of_installation(cls) -> Self:
        """The store that the environment names, else the embedded one, made where there is none."""
        return cls(database_of_installation())

    @contextmanager
    def _change(self) -> Iterator[Change]:
        """A writing transaction; once it is on disk, its head is noted outside. InputError where the audit's key is another."""
        with self.database.writing() as connection:
            settings, key = settings_of(connection), audit_key()
            if key_fingerprint(key) != settings["audit_key"]:
                raise InputError(problem("workspace.other_key"))
            if not self._swept:
                sweep(self.database.files, connection)
                self._swept = True
            change = Change(connection, settings["store"], key, head_of(connection))
            note_lost(change.store, change.head.number, partial(mac_of, connection))
            yield change
        keep_head(change.store, change.head.number, change.head.mac)
