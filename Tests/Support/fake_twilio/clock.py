"""The fake's clock: seconds since its start, k times as fast as real ones."""

import asyncio
import time
from datetime import datetime, timezone
from email.utils import format_datetime
from typing import NamedTuple


class Instant(NamedTuple):
    """One moment twice: seconds of the fake's clock, and the date that resources and callbacks show."""

    seconds: float
    wall: float

    @property
    def rfc2822(self):
        return format_datetime(datetime.fromtimestamp(int(self.wall), timezone.utc))


class Clock:
    def __init__(self, speed=1.0):
        self.speed = speed
        self._real_origin = time.monotonic()
        self._origin = 0.0
        self._virtual_epoch = None
        self._speed_changed = asyncio.Event()

    def now(self):
        return self._origin + (time.monotonic() - self._real_origin) * self.speed

    def instant(self):
        now = self.now()
        return Instant(now, time.time() if self._virtual_epoch is None else self._virtual_epoch + now)

    def set_speed(self, speed):
        self._origin, self._real_origin, self.speed = self.now(), time.monotonic(), speed
        self._speed_changed.set()
        self._speed_changed = asyncio.Event()

    def show_wall_dates(self):
        self._virtual_epoch = None

    def show_virtual_dates(self, starting_at=None):
        if starting_at is not None:
            self._virtual_epoch = starting_at - self.now()
        elif self._virtual_epoch is None:
            self._virtual_epoch = time.time() - self.now()

    async def sleep(self, seconds):
        await self.sleep_until(self.now() + seconds)

    async def sleep_until(self, moment):
        """A sleeper is woken when the speed changes and counts anew."""
        while (left := moment - self.now()) > 0:
            changed = self._speed_changed
            try:
                await asyncio.wait_for(changed.wait(), left / self.speed)
            except TimeoutError:
                pass
