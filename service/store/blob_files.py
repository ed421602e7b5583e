"""A blob as a file to read here and there, chunk by chunk, without holding it whole."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from service.store.blobs import CHUNK_BYTES, BlobDamaged, described
from service.store.tables import blob_chunk

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection


def open_blob(connection: Connection, pemda_id: UUID, sha256: str) -> io.BufferedReader:
    """Return a whole blob as a file, good as long as `connection`. Raises NotFound."""
    return io.BufferedReader(_Chunks(connection, pemda_id, sha256), CHUNK_BYTES)


class _Chunks(io.RawIOBase):
    """Reads at most to the end of the chunk that it stands in, as raw files may."""

    def __init__(self, connection: Connection, pemda_id: UUID, sha256: str) -> None:
        self._connection = connection
        self._pemda_id = pemda_id
        self._sha256 = sha256
        self._size = described(connection, pemda_id, sha256).size
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(0, start + offset)
        return self._place

    def readinto(self, buffer: Any, /) -> int:
        view = memoryview(buffer)
        if self._place >= self._size or not view:
            return 0
        number, start = divmod(self._place, CHUNK_BYTES)
        data = self._chunk(number)[start : start + len(view)]
        view[: len(data)] = data
        self._place += len(data)
        return len(data)

    def _chunk(self, number: int) -> bytes:
        data: bytes | None = self._connection.scalar(
            select(blob_chunk.c.data).where(
                blob_chunk.c.pemda_id == self._pemda_id,
                blob_chunk.c.sha256 == self._sha256,
                blob_chunk.c.number == number,
            )
        )
        if data is None:
            raise BlobDamaged(sha256=self._sha256)
        return data
