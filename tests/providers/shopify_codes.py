"""The discounts of a Shopify shop on loopback: made one by one, with codes added to them in bulk.

https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/discountCodeBasicCreate
https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/discountRedeemCodeBulkAdd
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

MOST = 250  # codes of one bulk creation
_BOTH = {
    "title", "code", "startsAt", "endsAt", "context", "usageLimit", "appliesOncePerCustomer", "combinesWith",
    "minimumRequirement", "recurringCycleLimit", "customerSelection", "tags",
}  # fmt: skip
_OWN = {
    "basicCodeDiscount": {"customerGets"},
    "freeShippingCodeDiscount": {"destination", "maximumShippingPrice"},
}
_ALIAS = re.compile(r"(\w+): codeDiscountNodeByCode\(code: \$(\w+)\)")


@dataclass
class Creation:
    """A bulk creation: what it was given, and what failed, once it is done after so many looks."""

    id: str
    discount: str
    codes: list[str]
    left: int
    errors: dict[str, str] = field(default_factory=dict)


@dataclass
class DiscountStand:
    """``made`` are the discounts, each with the ``codes`` that were added beside its first.

    ``ended`` are the codes of those that were deactivated. A bulk creation takes so many looks as ``looks`` says.
    ``refused`` are codes that the shop does not take.
    """

    made: list[dict[str, Any]] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    creations: list[Creation] = field(default_factory=list)
    looks: int = 1
    refused: Callable[[str], bool] = lambda _code: False

    def operations(self) -> dict[str, Callable[[Mapping[str, Any], str], dict[str, Any]]]:
        """What it answers, by a beginning of the query."""
        return {
            "discountCodeBasicCreate(": lambda given, _query: self._create(given, "discountCodeBasicCreate"),
            "discountCodeFreeShippingCreate(": lambda given, _: self._create(given, "discountCodeFreeShippingCreate"),
            "discountCodeDeactivate(": lambda given, _query: self._end(given),
            "whoseCodes(": self._whose,
            "codeDiscountNodeByCode(": lambda given, _query: self._find(given),
            "codeDiscountNode(": lambda given, _query: self._node(given),
            "discountRedeemCodeBulkAdd(": lambda given, _query: self._add(given),
            "discountRedeemCodeBulkCreation(": lambda given, _query: self._look(given),
        }

    def codes_of(self, discount: str) -> list[str]:
        """All codes of a discount."""
        first = [one["code"] for one in self.made if one["id"] == discount]
        return first + [code for code, whose in self.codes.items() if whose == discount]

    def delete(self, discount: str) -> None:
        """Somebody takes a discount away, with its codes."""
        self.made[:] = [one for one in self.made if one["id"] != discount]
        self.codes = {code: whose for code, whose in self.codes.items() if whose != discount}

    def _create(self, variables: Mapping[str, Any], mutation: str) -> dict[str, Any]:
        name = next(iter(variables), "")
        given = variables.get(name)
        if name not in _OWN or not isinstance(given, dict) or set(given) - _BOTH - _OWN[name]:
            return error("INVALID_VARIABLE", f"Variable ${name} is invalid")
        mistakes = _mistakes(name, given)
        if not mistakes and self._whose_is(given["code"]):
            mistakes = [_mistake(name, "code", "TAKEN", "Code must be unique. Please try a different code.")]
        if not mistakes and self.refused(given["code"]):
            mistakes = [_mistake(name, "code", "INVALID", "Code is invalid")]
        if mistakes:
            return {"data": {mutation: {"codeDiscountNode": None, "userErrors": mistakes}}}
        made = {**given, "id": f"gid://shopify/DiscountCodeNode/{1000 + len(self.made)}"}
        self.made.append(made)
        return {"data": {mutation: {"codeDiscountNode": {"id": made["id"]}, "userErrors": []}}}

    def _end(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        found = next((one for one in self.made if one["id"] == variables["id"]), None)
        if found is None:
            mistakes = [{"field": ["id"], "code": "INVALID", "message": "Code discount does not exist."}]
            return {"data": {"discountCodeDeactivate": {"codeDiscountNode": None, "userErrors": mistakes}}}
        self.ended.append(found["code"])
        told = {"codeDiscountNode": {"id": found["id"]}, "userErrors": []}
        return {"data": {"discountCodeDeactivate": told}}

    def _add(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        discount, codes = variables["discountId"], [one["code"] for one in variables["codes"]]
        mistakes: list[dict[str, Any]] = []
        if not any(one["id"] == discount for one in self.made):
            mistakes = [{"field": ["discountId"], "code": "INVALID", "message": "Code discount does not exist."}]
        elif not 1 <= len(codes) <= MOST:
            message = f"The number of codes must be between 1 and {MOST}."
            mistakes = [{"field": ["codes"], "code": "TOO_MANY_ARGUMENTS", "message": message}]
        if mistakes:
            return {"data": {"discountRedeemCodeBulkAdd": {"bulkCreation": None, "userErrors": mistakes}}}
        name = f"gid://shopify/DiscountRedeemCodeBulkCreation/{1 + len(self.creations)}"
        self.creations.append(Creation(name, discount, codes, self.looks))
        return {"data": {"discountRedeemCodeBulkAdd": {"bulkCreation": {"id": name}, "userErrors": []}}}

    def _look(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        found = next((one for one in self.creations if one.id == variables["id"]), None)
        if found is None:
            return {"data": {"discountRedeemCodeBulkCreation": None}}
        found.left -= 1
        if found.left == 0:
            self._run(found)
        done = found.left <= 0
        nodes = [
            {"code": code, "errors": [{"code": "TAKEN", "message": found.errors[code]}] if code in found.errors else []}
            for code in found.codes
        ]
        told = {
            "id": found.id,
            "done": done,
            "codesCount": len(found.codes),
            "failedCount": len(found.errors),
            "codes": {"nodes": nodes},
        }
        return {"data": {"discountRedeemCodeBulkCreation": told}}

    def _run(self, creation: Creation) -> None:
        for code in creation.codes:
            if self._whose_is(code):
                creation.errors[code] = "Code must be unique. Please try a different code."
            elif self.refused(code):
                creation.errors[code] = "Code is invalid"
            else:
                self.codes[code] = creation.discount

    def _whose(self, variables: Mapping[str, Any], query: str) -> dict[str, Any]:
        asked = {alias: self._whose_is(str(variables[name])) for alias, name in _ALIAS.findall(query)}
        return {"data": {alias: {"id": whose} if whose else None for alias, whose in asked.items()}}

    def _find(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        whose = self._whose_is(str(variables["code"]))
        found = next((one for one in self.made if one["id"] == whose), None)
        node = {"id": found["id"], "codeDiscount": {"title": found["title"]}} if found else None
        return {"data": {"codeDiscountNodeByCode": node}}

    def _node(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        found = any(one["id"] == variables["id"] for one in self.made)
        return {"data": {"codeDiscountNode": {"id": variables["id"]} if found else None}}

    def _whose_is(self, code: str) -> str | None:
        """The discount that a code belongs to, in whatever case."""
        added = {known.lower(): whose for known, whose in self.codes.items()}
        first = {one["code"].lower(): str(one["id"]) for one in self.made}
        return first.get(code.lower()) or added.get(code.lower())


def error(code: str, message: str) -> dict[str, Any]:
    """An error of the query as a whole."""
    return {"errors": [{"message": message, "extensions": {"code": code}}]}


def _mistakes(name: str, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = [
        _mistake(name, one, "BLANK", f"{one} can't be blank")
        for one in ("title", "code", "startsAt")
        if not given.get(one)
    ]
    if given.get("context") != {"all": "ALL"}:
        found.append(_mistake(name, "context", "BLANK", "context can't be blank"))
    if len(str(given.get("code"))) > 255:
        found.append(_mistake(name, "code", "TOO_LONG", "code is too long (maximum is 255 characters)"))
    if name == "basicCodeDiscount":
        found += _gets(name, given.get("customerGets") or {})
    elif given.get("destination") != {"all": True}:
        found.append(_mistake(name, "destination", "BLANK", "destination can't be blank"))
    limit = given.get("usageLimit")  # null is any number
    if limit is not None and (not isinstance(limit, int) or limit < 1):
        found.append(_mistake(name, "usageLimit", "GREATER_THAN", "usageLimit must be greater than 0"))
    return found or _dates(name, given)


def _gets(name: str, gets: Mapping[str, Any]) -> list[dict[str, Any]]:
    value, found = gets.get("value") or {}, []
    amount = value.get("discountAmount")
    if amount is not None:
        told = amount.get("amount")
        if not isinstance(told, str) or float(told) <= 0 or amount.get("appliesOnEachItem") is not False:
            found.append(_mistake(name, "amount", "GREATER_THAN", "amount must be greater than 0"))
    elif not 0 < value.get("percentage", 0) <= 1:
        found.append(_mistake(name, "percentage", "VALUE_OUTSIDE_RANGE", "percentage must be between 0.0 and 1.0"))
    if gets.get("items") != {"all": True}:
        found.append(_mistake(name, "items", "BLANK", "items can't be blank"))
    return found


def _dates(name: str, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    start, end = datetime.fromisoformat(given["startsAt"]), datetime.fromisoformat(given["endsAt"])
    if start.tzinfo is None or end <= start:
        return [_mistake(name, "endsAt", "END_DATE_BEFORE_START_DATE", "endsAt must be after startsAt")]
    return []


def _mistake(discount: str, name: str, code: str, message: str) -> dict[str, Any]:
    return {"field": [discount, name], "code": code, "message": message}
