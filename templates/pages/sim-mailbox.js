// The mailbox of a person who is known by mail: the screen of a phone whose channel is e-mail.
// A mail is shown in a frame without rights: nothing in it runs, loads or is sent. Its links are followed by this page.
"use strict";

class Mailbox {
  constructor(phone) {
    this.phone = phone;
    this.open = null; // the message that is read; null for the list
    this.mails = new Map(); // what was loaded of each mail
    this.plain = false;
    this.told = "";
  }

  get seenKey() { return `${this.phone.address}/seen`; }
  get seen() { return new Set(JSON.parse(remembered(this.seenKey) || "[]")); }

  /** The list, newest first, or the mail that is open. What did not leave says why in its place. */
  nodes(items) {
    const item = items.find((one) => one.id === this.open);
    if (item) return [this.phone.kept(item.id, JSON.stringify(["open", item, this.plain, this.told, this.mails.has(item.id)]), () => this.reading(item))];
    this.open = null;
    const seen = this.seen;
    return [...items].reverse().map((one) => {
      if (one.direction === "out" && !left(one)) return this.phone.kept(one.id, JSON.stringify(one), () => this.phone.held(one));
      const isNew = one.direction === "out" && !seen.has(one.id);
      return this.phone.kept(one.id, JSON.stringify([one, isNew]), () => this.row(one, isNew));
    });
  }

  row(item, isNew) {
    const own = item.direction === "in";
    const zone = this.phone.zone;
    const when = day(at(item), zone) === day(scene.now, zone) ? hour(at(item), zone) : format(at(item), zone, { day: "numeric", month: "short" });
    return make("button", { type: "button", class: `mail msg${isNew ? " unread" : ""}`, onclick: () => this.read(item) },
      make("span", { class: "from" }, own ? `To: ${scene.business.name}` : scene.business.name), isNew ? make("span", { class: "unseen" }, ", unread, ") : null,
      make("span", { class: "when muted" }, when),
      make("span", { class: "subject" }, item.subject || "(no subject)"),
      make("span", { class: "start muted" }, (item.text || "").replace(/\s+/g, " ").slice(0, 120)));
  }

  /** Open a mail, or go back to the list with null. */
  read(item) {
    Object.assign(this, { open: item && item.id, plain: false, told: "" });
    if (item) remember(this.seenKey, JSON.stringify([...this.seen.add(item.id)]));
    this.phone.draw(false);
    this.phone.log.scrollTop = 0;
    ($(".back", this.phone.log) || this.phone.log).focus();
    if (item && item.direction === "out" && !this.mails.has(item.id)) this.load(item.id);
  }

  async load(id) {
    const mail = await call(this.path(id)).catch(() => null); // an old mail is not kept: its text is
    this.mails.set(id, mail);
    this.phone.draw(false);
  }

  path(id, part = "") { return `/sim/api/mails/${id}${part}?business=${encodeURIComponent(scene.business.id)}`; }

  reading(item) {
    const { phone } = this;
    const own = item.direction === "in";
    const mail = own ? null : this.mails.get(item.id);
    const head = [
      make("div", { class: "tools" },
        make("button", { type: "button", class: "back", onclick: () => this.read(null) }, "‹ Inbox"),
        mail ? make("button", { type: "button", class: "plain", "aria-pressed": String(this.plain), onclick: () => { this.plain = !this.plain; phone.draw(false); } }, "Plain text") : null,
        mail && mail.unsubscribe ? phone.button({ class: "unsubscribe" }, "Unsubscribe", () => this.unsubscribe(mail.unsubscribe)) : null),
      make("h2", {}, item.subject || "(no subject)"),
      make("p", { class: "muted" }, `${mail ? mail.from : own ? `To: ${scene.business.name}` : scene.business.name} · ${dayHour(at(item), phone.zone)}`),
    ];
    if (this.told) head.push(make("p", { class: "told", role: "status" }, this.told));
    const body = mail && !this.plain ? this.frame(item) : make("p", { class: "text" }, ...phone.linked((mail && mail.text) || item.text || ""));
    const loading = !own && mail === undefined;
    const why = own ? null : make("div", { class: "foot" }, phone.why(item, `${hour(at(item), phone.zone)} ${tick(item)} · why now?`));
    return make("article", { class: "msg open", "aria-label": item.subject || "Mail" }, ...head, loading ? make("p", { class: "muted" }, "Loading …") : body, why);
  }

  /** As high as its content; a link does what it does on a phone. */
  frame(item) {
    const frame = make("iframe", { title: item.subject || "Mail", sandbox: "allow-same-origin", src: this.path(item.id, "/html") });
    frame.addEventListener("load", () => {
      const page = frame.contentDocument;
      frame.style.height = `${page.documentElement.scrollHeight}px`;
      new ResizeObserver(() => { frame.style.height = `${page.documentElement.scrollHeight}px`; }).observe(page.body);
      page.addEventListener("click", (event) => {
        const link = event.target.closest("a[href]");
        if (!link) return;
        event.preventDefault();
        const ours = this.phone.anchor(link.href, link.textContent);
        ours.hidden = true;
        frame.after(ours); // a link outside of the page follows nothing
        ours.click();
        ours.remove();
      });
    });
    return frame;
  }

  /** As a mail program does it: one POST without a cookie, and no redirect (RFC 8058). */
  async unsubscribe(path) {
    const answer = await fetch(path, { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }), credentials: "omit", redirect: "error" });
    if (!answer.ok) throw new Error(`It answered ${answer.status}.`);
    await call("/sim/api/settle", {});
    this.told = "Unsubscribed: no more marketing comes to this address.";
    this.phone.draw(false);
  }

  /** What a reply to the open mail carries; a new mail has no subject. */
  get reply() {
    const item = this.open && this.phone.thread.items.find((one) => one.id === this.open);
    if (!item) return {};
    const subject = item.subject || "";
    return { reply_to: item.id, subject: /^re:/i.test(subject) ? subject : `Re: ${subject}`.trim() };
  }
}
