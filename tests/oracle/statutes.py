"""The hours and caps of each jurisdiction, with the day on which they began. Minutes are of the recipient's own day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

MEDIA: Mapping[str, str] = {"sms": "phone", "whatsapp": "chat", "telegram": "chat", "email": "mail"}
"""What the law calls each channel: mail is one that tests alone know."""
TEXTS = frozenset({"phone"})
CALLS = TEXTS | {"chat"}
"""The statutes speak of calls and texts; that chats are meant as well is the product's own promise."""

NONE = (0, 0)
EVERY_DAY_8_TO_21 = ((8 * 60, 21 * 60),) * 7


def _week(weekdays: tuple[int, int], saturday: tuple[int, int], sunday: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """Hours as (from, to) of each day, Monday first, in minutes; from is permitted, to is not."""
    days = (*(weekdays,) * 5, saturday, sunday)
    return tuple((60 * begin, 60 * end) for begin, end in days)


@dataclass(frozen=True, slots=True)
class Statute:
    """What one state asks of its media: hours a weekday, none on its holidays where `rests`, its cap in 24 hours."""

    media: frozenset[str]
    week: tuple[tuple[int, int], ...] = EVERY_DAY_8_TO_21
    since: date = date(1992, 12, 20)
    rests: bool = False
    cap: int | None = None
    of_one_subject: bool = False
    but_buyers: bool = False


def _daily(media: frozenset[str], begin: int, end: int, **more: object) -> Statute:
    return Statute(media, _week((begin, end), (begin, end), (begin, end)), **more)  # type: ignore[arg-type]


FEDERAL = Statute(CALLS)
"""47 CFR 64.1200(c)(1)."""

STATES: Mapping[str, Statute] = {
    "FL": _daily(CALLS, 8, 20, since=date(2021, 7, 1), cap=3, of_one_subject=True),  # Fla. Stat. 501.616(6)
    "OK": _daily(CALLS, 8, 20, since=date(2022, 11, 1), cap=3, of_one_subject=True),  # 15 O.S. 775C.4
    "MD": _daily(CALLS, 8, 20, since=date(2024, 1, 1), cap=3),  # Md. Com. Law 14-4502
    "OR": _daily(CALLS, 8, 20, since=date(2026, 1, 1), cap=3, but_buyers=True),  # ORS 646.563 as of HB 3865
    "WA": _daily(CALLS, 8, 20, since=date(2022, 6, 9)),  # RCW 80.36.390
    "CT": _daily(CALLS, 9, 20, since=date(2023, 10, 1)),  # Conn. Gen. Stat. 42-288a
    "TX": Statute(CALLS, _week((9, 21), (9, 21), (12, 21)), since=date(2025, 9, 1)),  # Tex. Bus. & Com. 304.052
    "NJ": _daily(CALLS, 8, 21, since=date(2023, 12, 1)),  # N.J.S. 56:8-128
    "VA": _daily(CALLS, 8, 21, since=date(2026, 1, 1)),  # Va. Code 59.1-511
    "AL": Statute(CALLS, _week((8, 20), (8, 20), NONE), rests=True),  # Ala. Code 8-19C-4
    "LA": Statute(CALLS, _week((8, 20), (8, 20), NONE), rests=True),  # La. R.S. 45:811
    "MS": Statute(CALLS, _week((8, 20), (8, 20), NONE), rests=True),  # Miss. Code 77-3-723
    "RI": Statute(
        CALLS, _week((9, 18), (10, 17), NONE), rests=True
    ),  # R.I. Gen. Laws 5-61-2 "Hours of operation", 5-61-3.6
    "SD": Statute(CALLS, _week((9, 21), NONE, NONE)),  # SDCL 37-30-28: "weekdays", in the stricter reading
    "PA": Statute(CALLS, rests=True),  # 73 P.S. 2245(a)(10)
    "NV": _daily(CALLS, 9, 20),  # NRS 599B.085
    "MA": _daily(CALLS, 8, 20),  # 940 CMR / M.G.L. c. 159C, 3
    "KY": _daily(CALLS, 10, 21),  # KRS 367.46955
    "MI": _daily(CALLS, 9, 21),  # MCL 445.111a
    "MN": _daily(CALLS, 9, 21),  # Minn. Stat. 325E.30
    "NM": _daily(CALLS, 9, 21),  # N.M. Stat. 57-12-22
}

COUNTRIES: Mapping[str, Statute] = {
    "IN": _daily(TEXTS, 10, 21),  # TRAI, TCCCPR 2018: promotional SMS
    "FR": Statute(TEXTS, _week((8, 20), (8, 20), NONE), rests=True),  # the operators' charter for marketing SMS
}
"""These are of SMS; elsewhere, and for chats, the product keeps 08:00 to 21:00 of its own accord. Mail has no hours."""
