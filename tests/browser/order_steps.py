"""What the three people of a sourced order do on the demo page, step by step."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect

from tests.browser.phones import take, write

MEHTA, ARCH, ROSALES = "whatsapp:+13145550103", "telegram:9101", "telegram:9102"


async def reserve(page: Page, *, size: str = "M", many: int = 2, express: bool = False) -> Locator:
    """Somebody new reserves shorts."""
    customer = await take(page, "customer", "new:sms")
    await customer.get_by_role("button", name="Reserve from shops").click()
    choice = customer.get_by_role("dialog")
    await choice.get_by_label("What").select_option("TIGER-SHORTS")
    await choice.get_by_label("Size").select_option(size)
    await choice.get_by_label("How many").fill(str(many))
    await choice.get_by_label("Express").set_checked(express)
    await choice.get_by_role("button", name="Reserve", exact=True).click()
    await expect(customer.get_by_text("We have your order")).to_be_visible()
    return customer


async def answer(page: Page, shop: str, words: str) -> Locator:
    """A shopkeeper answers what they were asked."""
    theirs = await take(page, "shop", shop)
    await expect(theirs.locator(".msg", has_text="Tiger Print Shorts").first).to_be_visible()
    await write(theirs, words)
    return theirs


async def pay(customer: Locator, cost: str) -> None:
    """Open the link in the newest text and pay."""
    await customer.get_by_role("link", name="/sim/pay/").last.click()
    till = customer.get_by_role("dialog")
    await expect(till).to_contain_text("Pay Tiger Tees")
    await till.get_by_role("button", name=f"Pay {cost}").click()
    await expect(till).to_be_hidden()


async def command(staff: Locator, words: str, told: str) -> None:
    await write(staff, words)
    await expect(staff.get_by_text(told)).to_be_visible()
