"""The tables of the workspace's database, as SQLAlchemy knows them. The steps that make them stand in `migrations`."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, PrimaryKeyConstraint, Table, Text, UniqueConstraint

METADATA = MetaData()

SETTINGS = Table("settings", METADATA, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))
"""store: the id of this store; audit_key: the fingerprint of the key of its chain; encryption: that of the key of its files,
where it has one."""

OBJECTS = Table(
    "objects",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", Text),
    UniqueConstraint("kind", "name"),
)
"""What has versions. version: the newest one; state: of a plan, else null."""

VERSIONS = Table(
    "versions",
    METADATA,
    Column("object", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("content", Text, nullable=False),
    PrimaryKeyConstraint("object", "version"),
)
"""Each version, which never changes. at: ISO 8601, UTC; content: canonical JSON."""

FILES = Table(
    "files",
    METADATA,
    Column("object", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("encrypted", Boolean, nullable=False),
    PrimaryKeyConstraint("object", "version", "name"),
)
"""What of a version stands in a file beside the database. path: below the folder of files; sha256, bytes: as it lies there."""

APPROVALS = Table(
    "approvals",
    METADATA,
    Column("object", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("person", Text, nullable=False),
    Column("at", Text, nullable=False),
    PrimaryKeyConstraint("object", "version", "person"),
)

UNLOCKS = Table(
    "unlocks",
    METADATA,
    Column("object", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("person", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
    PrimaryKeyConstraint("object", "version", "person", "role"),
)

PEOPLE = Table("people", METADATA, Column("id", Text, primary_key=True), Column("roles", Text, nullable=False), Column("unit", Text))
"""Who works with the workspace. roles: separated by spaces; unit: of a unit's head."""

FOLLOW_LINES = Table(
    "follow_lines",
    METADATA,
    Column("object", Text, nullable=False),
    Column("line", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("content", Text, nullable=False),
    PrimaryKeyConstraint("object", "line", "number"),
)
"""Each version of each line of a follow-up, which never changes. number: of the version, from 1."""

RETENTION = Table(
    "retention",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("months", Integer, nullable=False),
    Column("basis", Text, nullable=False),
)
"""How long each kind is kept; kinds that are not there have no period."""

DELETIONS = Table(
    "deletions",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False),
    Column("signature", Text, nullable=False),
)
"""The certificate of each deletion, numbered from 1. content: canonical JSON; signature: of its bytes, hexadecimal."""

DESKS = Table(
    "desks",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("encrypted", Boolean, nullable=False),
    Index("desks_of_owner", "owner", "at"),
)
"""The app's desks, each as it was saved last. version: how many times it was; content: JSON, or what is encrypted of it."""

AUDIT = Table(
    "audit",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object", Text),
    Column("version", Integer),
    Column("about", Text),
    Column("before", Text),
    Column("after", Text),
    Column("mac", Text, nullable=False),
)
"""Who did what, numbered from 1. object: `kind/name`; about: the person of the roster whom it concerns; before, after:
canonical JSON; mac: HMAC-SHA256 over the one before and all of this."""
