"""Whether a shop sets a condition of pay: "commission 300 do to haan", "200 do to de dunga", "cash doge to haan".

The figure is no price of the goods, and the yes holds for that figure, or for that way of paying, alone. So it is for a
person, and what was asked stays open. "300 lagega" names a price, and is an answer.
"""

import re
from collections.abc import Collection

from handlers.replies.text import tokens
from handlers.replies.word_lists import read_sets

_LISTED = read_sets("sourcing:conditions")
_LONGEST = 300  # characters that are looked into
_SMALLEST = 20  # a smaller figure without a word for money may count pieces
_LARGE, _SMALL = "#", "+"
_FIGURE = re.compile(r"(\d+(?:\.\d+)?)(?:rs|inr|/)?")


def _of(*names: str) -> str:
    """A pattern for any of the words of these lists, the longest first."""
    words = sorted((word for name in names for word in _LISTED[name]), key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, words)) + ")"


_AMOUNT, _FEW = rf"#(?: {_of('between')}| [./-])*", r"(?: \S+){0,2}"
_RATES = ("rate", "commission", "money")
_CONDITIONS = re.compile(
    "|".join(
        (
            rf" {_AMOUNT}(?: {_of('commission')})? {_of('paid behind')} {_of('to')} ",
            rf" {_of('if')}{_FEW} {_of('pay', 'give', *_RATES)}{_FEW} # ",
            rf" {_of('if')}{_FEW} {_AMOUNT}{_FEW} {_of('paid behind', 'commission')} ",
            rf" {_of('if')}{_FEW} #? ?{_of('pay', *_RATES)}{_FEW} {_of('more')} ",
            rf" {_of('si')}(?: {_of('me')})? {_of('pay')}(?: {_of('between')})* # ",
            rf" {_of('si')}(?: {_of('me')})? {_of('pay', 'more')}(?: la| el)? {_of('more', *_RATES)} ",
            rf" {_of('pay', 'give')}(?: {_of('me')})? {_AMOUNT}(?: {_of('commission')})? {_of('then')} ",
            rf" {_of('more')}{_FEW} {_of(*_RATES)} {_of('to', 'then')} ",
            rf" {_of(*_RATES)}{_FEW} {_of('more')}(?: {_of('paid behind')})? {_of('to', 'then')} ",
        )
    )
)
_WAY, _BY = _of("means", "money", "commission"), rf"(?: {_of('by', 'first')})*"
_DEED = _of("paid behind", "taken behind", "pay", "give")
_WAYS = re.compile(
    "|".join(
        (
            rf" {_WAY}{_BY} {_DEED} {_of('to', 'then')} (?:$|, |{_of('there')})",
            rf" {_WAY}{_BY} {_of('to', 'then')} {_of('there')} ",
            rf" {_of('if')}{_FEW} {_of('means', 'money')} ",
            rf" {_of('if')}{_FEW} {_of('pay', 'give')}{_FEW} {_of('means', 'money')} ",
            rf" {_of('pay', 'give')}{_FEW} {_of('means', 'money')}{_FEW} {_of('then')} ",
            rf" {_of('si')}(?: {_of('me')})? (?:{_of('pay')}|es)(?: {_of('es')})? {_of('means')} ",
            rf" con {_of('means')},? {_of('si')} ",
            rf" {_of('only')}(?: for| en| con)? {_of('means')} | {_of('means')} {_of('only')} ",
            rf" {_of('but')}{_FEW} {_of('means')} ",
        )
    )
)
_OF_COMMISSION = re.compile(
    rf" {_of('commission')}(?: {_of('between')})* [#+] | [#+](?: {_of('between')})* {_of('commission')} "
    rf"| {_of('commission')} .*# | #.* {_of('commission')} "
)
_NAMES_PAY = re.compile(rf" {_of('commission', 'pay')} ")


def bargains(text: str, paid: Collection[int] = ()) -> bool:
    """Whether a text wants a commission that it names, or has the goods if so much is paid, or in such a way.

    ``paid`` are figures that bargain for nothing: what we pay, in whole units of money, and numbers of orders.
    """
    said = " " + " ".join(_marked(word, paid) for word in tokens(text[:_LONGEST])) + " "
    marked = said.replace(_SMALL, _LARGE) if _NAMES_PAY.search(said) else said
    return bool(_CONDITIONS.search(marked) or _OF_COMMISSION.search(said) or _WAYS.search(said))


def _marked(word: str, paid: Collection[int]) -> str:
    """A figure as # where it may be money, + where it is small, and the word itself where we pay that."""
    found = _FIGURE.fullmatch(word)
    if found is None or (found[1].isdecimal() and int(found[1][:9]) in paid):
        return word
    return _LARGE if float(found[1][:9]) >= _SMALLEST else _SMALL
