"""What happens when each wait of sourcing's runs is over, as a sandbox tells it."""

from __future__ import annotations

ORDER = {
    "wave": "the next shops are asked for {who}",
    "answer": "the shops' time to answer for {who} is over",
    "reservation": "what is kept for {who} is free again",
    "remind": "{who} is reminded to pay",
    "look": "we ask whether {who} has paid",
    "look_refund": "we ask whether the money of {who} is back",
    "tell": "{who} is told how far their order is",
    "promised": "the order of {who} was promised for then: the staff is asked",
    "urge": "the order of {who} may be shipped and is still here: the staff is asked",
    "late": "what was not fetched for {who} is refunded",
    "express": "the express order of {who} runs out of time",
    "photos": "{who} has looked at the photos long enough",
    "over": "the order of {who} is closed for good",
    "split": "the order of {who} is divided the quick way",
}
DESK = {
    "ask": "{who} is asked for stock",
    "remind": "{who} is reminded to answer",
    "echo": "{who} is told what came of their answer",
    "answer": "{who} is not waited for any more",
}
QUALITY = {"show": "{who} gets the checklist for the photos", "forgotten": "the photos of {who} are asked about"}
ORDERING = {"answer": "the question to {who} closes without an answer"}
