"""Samples -> MP3 frames, on all cores; and the frame that tells players how many there are.

LAME (through `lameenc`) makes constant 64 kbit/s mono at 44.1 kHz, quality 5. Each stretch of
a recording has an encoder of its own. A fresh encoder starts with an empty bit reservoir, so
that the frames of one stretch can follow another's; and it makes exactly
ceil(n / 1152) + 1 frames of n samples (of 44.1 kHz), so that every position is known.
"""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["DELAY", "RATE", "SAMPLES_A_FRAME", "FrameWriter", "encode", "frames_of", "info_frame"]

RATE = 44_100
"""Samples a second (Hz) of every MP3 that is made."""

SAMPLES_A_FRAME = 1152
"""MPEG-1 layer III, ISO 11172-3."""

DELAY = 576
"""Samples of silence that LAME puts before the sound; players that read it skip them."""

KBITS = 64
QUALITY = 5
FRAME_BYTES = 144 * KBITS * 1000 // RATE  # one more with the padding bit
HEADER = b"\xff\xfb\x50\xc4"  # MPEG-1 layer III, no checksum, 64 kbit/s, 44.1 kHz, mono, original
INFO_AT = 4 + 17  # behind the header and the side information of a mono frame
MOST_THREADS = 8


def frames_of(samples: int, rate: int) -> int:
    """How many frames `encode` makes of so many samples at a rate (Hz)."""
    return -(-samples * RATE // (rate * SAMPLES_A_FRAME)) + 1


def encode(sound: bytes, rate: int) -> bytes:
    """MP3 frames of 16-bit mono samples at any rate (Hz), which LAME resamples."""
    import lameenc  # here, so that looking at a finished MP3 needs no encoder

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_in_sample_rate(rate)
    encoder.set_out_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.set_bit_rate(KBITS)
    encoder.set_quality(QUALITY)
    return bytes(encoder.encode(sound) + encoder.flush())


class FrameWriter:
    """Encodes stretches side by side and writes their frames to a file in order.

    Holds a bounded number of stretches. Used from one thread; `close` gives up what is not
    yet encoded and waits for the rest, a fraction of a second.
    """

    def __init__(self, file: BinaryIO) -> None:
        threads = min(os.cpu_count() or 1, MOST_THREADS)
        self._file = file
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="encoder")
        self._most = 2 * threads
        self._pending: deque[Future[bytes]] = deque()
        self._sizes: list[int] = []

    def add(self, make: Callable[[], bytes], rate: int) -> None:
        """Encode what `make` gives (16-bit mono samples at a rate in Hz), on another thread."""
        self._pending.append(self._pool.submit(lambda: encode(make(), rate)))
        while self._pending and (len(self._pending) > self._most or self._pending[0].done()):
            self._write()

    def finish(self) -> list[int]:
        """Wait for all; tell how many bytes each stretch takes, in the order of `add`."""
        while self._pending:
            self._write()
        return self._sizes

    def close(self) -> None:
        """End the threads; safe to call twice."""
        self._pool.shutdown(cancel_futures=True)

    def _write(self) -> None:
        frames = self._pending.popleft().result()
        self._file.write(frames)
        self._sizes.append(len(frames))


def info_frame(frames: int, size: int, samples: int) -> bytes:
    """The first frame of a file: silent, and telling how long the rest is.

    `frames` and `size` (bytes) count the frames behind it, `samples` the sound in them.
    Layout: Xing's header under the name `Info` (constant bit rate), then LAME's extension
    with the silence before and after the sound, so that players show and play the exact
    length. The checksum of the music is left at zero: no player looks at it.
    """
    total = size + FRAME_BYTES
    padding = frames * SAMPLES_A_FRAME - DELAY - samples
    contents = bytes(i * 256 // 100 for i in range(100))
    frame = bytearray(HEADER.ljust(INFO_AT, b"\0"))
    frame += b"Info" + (0b1111).to_bytes(4, "big")
    frame += frames.to_bytes(4, "big") + total.to_bytes(4, "big") + contents + bytes(4)
    frame += b"LAME3.100" + b"\x01"  # constant bit rate
    frame += bytes(10) + bytes([KBITS])  # low-pass, peak, gains and flags are not told
    frame += (DELAY << 12 | padding).to_bytes(3, "big") + bytes(4)
    frame += total.to_bytes(4, "big") + bytes(2)
    frame += _crc16(bytes(frame)).to_bytes(2, "big")
    return bytes(frame.ljust(FRAME_BYTES, b"\0"))


def _crc16(data: bytes) -> int:
    """CRC-16/ARC, which guards LAME's extension."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
