"""How a telephone behaves that the fake calls. The keys are described in the package's documentation."""

from dataclasses import dataclass, field

from .settings import CommandRefused, check_keys

# What each answer is when a behaviour does not say: seconds of ringing, what detection hears, SIP code of the end.
ANSWERS = {
    "person": (6, "human", 200),
    "voicemail": (15, "machine_start", 200),
    "fax": (15, "fax", 200),
    "manual": (None, "human", 200),
    "no-answer": (None, None, 487),
    "never-rings": (None, None, 487),
    "silent": (None, None, None),
    "busy": (0, None, 486),
    "rejected": (0, None, 603),
    "failed": (0, None, 503),
}
PICKS_UP = ("person", "voicemail", "fax")


@dataclass(frozen=True)
class Press:
    """Keys, and when they are pressed: `at` seconds after the answer, or `after` the n-th <Gather> began."""

    keys: str | None
    spoken: str | None
    at: float | None
    gather: int
    after: float

    @classmethod
    def read(cls, given):
        if isinstance(given, str):
            given = {"keys": given}
        check_keys("press", given, ["keys", "spoken", "at", "gather", "after"])
        if ("keys" in given) == ("spoken" in given):
            raise CommandRefused("press: either keys or spoken")
        if "spoken" in given and "at" in given:
            raise CommandRefused("press: spoken belongs to a gather, not to a time")
        return cls(**{"keys": None, "spoken": None, "at": None, "gather": 1, "after": 1, **given})


@dataclass(frozen=True)
class Behaviour:
    answer: str = "person"
    ring_delay: float = 2
    ring: float | None = 6
    press: tuple = ()
    hang_up: float | None = None
    hang_up_after_keys: float | None = None
    answered_by: str | None = "human"
    amd_after: float = 3
    sip: int | None = 200
    glare: bool = False

    @classmethod
    def read(cls, given):
        check_keys("behaviour", given, cls.__dataclass_fields__)
        answer = given.get("answer", "person")
        if answer not in ANSWERS:
            raise CommandRefused(f"behaviour: answer {answer!r}; known are {', '.join(ANSWERS)}")
        ring, answered_by, sip = ANSWERS[answer]
        press = tuple(Press.read(each) for each in given.get("press", []))
        return cls(**{"ring": ring, "answered_by": answered_by, "sip": sip, **given, "press": press})


@dataclass
class Telephones:
    """The list of behaviours of each number: one for each call, the last repeats."""

    default: Behaviour = field(default_factory=Behaviour)
    numbers: dict = field(default_factory=dict)

    def change(self, command):
        check_keys("behaviours", command, ["numbers", "default"])
        numbers = {}
        for number, behaviours in command.get("numbers", {}).items():
            if not isinstance(behaviours, list) or not behaviours:
                raise CommandRefused(f"behaviours: {number} needs a list with at least one behaviour")
            numbers[number] = [Behaviour.read(each) for each in behaviours]
        if "default" in command:
            self.default = Behaviour.read(command["default"])
        self.numbers.update(numbers)

    def next(self, number):
        behaviours = self.numbers.get(number)
        if not behaviours:
            return self.default
        return behaviours.pop(0) if len(behaviours) > 1 else behaviours[0]
