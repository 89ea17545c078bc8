"""What somebody may do, on which collections."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from qa.errors import UsageError

EVERY = ""
"""Stands for every collection of the server where roles are named by collection."""


class Role(IntEnum):
    """A role may do what those before it may."""

    READER = 1
    """Asks, and reads the documents."""
    EDITOR = 2
    """Adds, removes and describes documents."""
    ADMIN = 3
    """Changes the settings."""

    @classmethod
    def named(cls, name: str) -> "Role":
        """The role of a name.

        Raises:
            UsageError: There is none.
        """
        try:
            return cls[name.upper()]
        except KeyError:
            raise UsageError(f"{name!r} is no role; there are reader, editor and admin") from None

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody who was recognised: a user or a key.

    Attributes:
        id: Never given to another.
        name: As people call it.
        roles: Role by the name of a collection, `EVERY` for all of them.
    """

    id: int
    name: str
    roles: Mapping[str, Role]

    def may(self, role: Role, collection: str) -> bool:
        """Whether it has at least a role on a collection."""
        return any(self.roles.get(name, 0) >= role for name in (collection, EVERY))
