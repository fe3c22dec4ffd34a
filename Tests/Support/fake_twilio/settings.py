"""What the fake is set to, and the refusal of commands that it does not understand."""

from dataclasses import asdict, dataclass, field
from datetime import datetime

from . import ACCOUNT, TOKEN


class CommandRefused(Exception):
    """A command of a test that is wrong: it is told, never half obeyed."""


def check_keys(what, given, known):
    if not isinstance(given, dict):
        raise CommandRefused(f"{what}: an object was expected, not {given!r}")
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise CommandRefused(f"{what}: unknown {', '.join(unknown)}; known are {', '.join(sorted(known))}")


@dataclass
class Settings:
    speed: float = 1.0
    dates: str = "wall"
    seed: int = 1
    account: str = ACCOUNT
    token: str = TOKEN
    calls_per_second: float | None = 1.0
    listing_lag_seconds: float | list = 0.0
    timeout_extra_seconds: float = 5.0
    speech_seconds_per_character: float = 0.15
    play_seconds: float = 3.0
    webhook_seconds: float = 15.0
    from_numbers: list | None = None
    verified_numbers: list = field(default_factory=list)
    account_status: str = "active"
    allowed_prefixes: list = field(default_factory=lambda: ["+81"])
    dates_in_create: bool = True
    routes: dict = field(default_factory=dict)

    def change(self, command, clock):
        check_keys("settings", command, [*asdict(self), "now"])
        if not command.get("speed", 1) > 0:
            raise CommandRefused("settings: speed must be above 0")
        if command.get("dates", "wall") not in ("wall", "virtual"):
            raise CommandRefused("settings: dates is wall or virtual")
        starting_at = command.pop("now", None)
        if starting_at is not None:
            starting_at = datetime.fromisoformat(starting_at).timestamp()
            command["dates"] = "virtual"
        for name, value in command.items():
            setattr(self, name, value)
        if "speed" in command:
            clock.set_speed(float(self.speed))
        if self.dates == "virtual":
            clock.show_virtual_dates(starting_at)
        else:
            clock.show_wall_dates()
        return asdict(self)
