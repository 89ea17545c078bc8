"""Members of a ZIP archive, read within limits."""

import zipfile
import zlib
from io import BytesIO

from qa.errors import UnreadableFileError

MOST_MEMBERS = 20_000
MOST_EXPANDED_BYTES = 50_000_000
"""Bytes that the members which are read may have together: as many as a file may have."""


class ZipMembers:
    """The members of an archive by name; what is read of them all is limited, whatever the archive says of itself."""

    def __init__(self, data: bytes) -> None:
        """Take the archive's bytes.

        Raises:
            UnreadableFileError: It is no ZIP archive, is broken, or has too many members.
        """
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise UnreadableFileError(f"its ZIP archive is broken: {error}") from error
        if len(self._archive.filelist) > MOST_MEMBERS:
            raise UnreadableFileError(
                f"its ZIP archive has {len(self._archive.filelist):,} members, over the limit of {MOST_MEMBERS:,}"
            )
        self._left = MOST_EXPANDED_BYTES

    def names(self) -> list[str]:
        """The names of the members, folders left out, in the archive's order."""
        return [member.filename for member in self._archive.filelist if not member.is_dir()]

    def __contains__(self, name: str) -> bool:
        return name in self._archive.NameToInfo

    def read(self, name: str) -> bytes:
        """The bytes of a member.

        Raises:
            UnreadableFileError: It is missing, damaged, encrypted or too large.
        """
        try:
            member = self._archive.getinfo(name)
            self._left -= member.file_size  # no more than it says is ever unpacked
            if self._left < 0:
                raise UnreadableFileError(
                    f"what it holds is over {MOST_EXPANDED_BYTES / 1e6:.0f} MB when it is unpacked; divide it"
                )
            return self._archive.read(member)
        except KeyError as error:
            raise UnreadableFileError(f"{name} is missing in its ZIP archive") from error
        except RuntimeError as error:  # encrypted, or compressed in a way that is not supported
            raise UnreadableFileError(f"{name} in its ZIP archive cannot be unpacked: {error}") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise UnreadableFileError(f"{name} in its ZIP archive is damaged: {error}") from error
