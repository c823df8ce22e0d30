// The page of a sandbox: three phones on the real service, live over server-sent events.
// Whatever people or texts say is put in as text, never as markup.
"use strict";

const $ = (selector, within = document) => within.querySelector(selector);
const CHANNEL = { sms: "SMS", whatsapp: "WhatsApp", telegram: "Telegram" };
const NARROW = window.matchMedia("(max-width: 900px)");
const SHORT_LINK = /\/l\/([0-9A-Za-z]{7})$/;

// What each phone shows: whose they are, and what their person may do.
const ROLES = [
  { id: "sms", title: "Customer", tab: "SMS", channels: ["sms"], staff: false },
  { id: "chat", title: "Customer", tab: "Chat", channels: ["whatsapp", "telegram"], staff: false },
  { id: "staff", title: "Staff", tab: "Staff", channels: ["telegram", "whatsapp"], staff: true },
];
const SAID = { revoked: "said stop", none: "has not agreed" };
const LINE = 22; // pixels of a line in a bubble
const COMMANDS = ["/stats", "/why", "/help"];

// A text that is longer than its bubble may be gets a button; whether it is, only its width tells.
const folds = new ResizeObserver((entries) => entries.forEach(({ target }) => fold(target)));

let scene = null; // the newest state
let source = null; // the open event stream
let phones = [];

/* Small things. */

function make(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function show(node, text) {
  node.textContent = text || "";
  node.hidden = !text;
}

function format(moment, zone, options) {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }).format(new Date(moment));
}

const hour = (moment, zone) => format(moment, zone, { hour: "2-digit", minute: "2-digit" });
const day = (moment, zone) => format(moment, zone, { weekday: "short", day: "numeric", month: "short" });
const dayHour = (moment, zone) => `${day(moment, zone)} ${hour(moment, zone)}`;

function money(amount, currency) {
  const digits = Number(amount) < 0.1 && Number(amount) > 0 ? 4 : 2;
  return new Intl.NumberFormat("en-US", { style: "currency", currency, maximumFractionDigits: digits }).format(amount);
}

async function call(path, body) {
  const request = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  let answer;
  try {
    answer = await fetch(path, request);
  } catch {
    throw new Error("Parley does not answer. Is it still running?");
  }
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error((told.error && told.error.message) || `It answered ${answer.status}.`);
  return told;
}

/** Offer the rest of a text where some of it is hidden, or to hide it again. */
function fold(bubble) {
  const more = $(".more", bubble.parentElement);
  const open = bubble.classList.contains("whole");
  const hidden = bubble.scrollHeight - bubble.clientHeight;
  // Two lines more are shown at once: a button in their place would save nothing.
  if (!open && bubble.clientHeight && hidden > 1 && hidden <= 2.5 * LINE) {
    const log = bubble.closest(".log");
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    bubble.classList.add("short");
    if (atEnd) log.scrollTop = log.scrollHeight;
  }
  if (bubble.clientHeight) more.hidden = !open && bubble.scrollHeight <= bubble.clientHeight + 1;
  more.textContent = open ? "Show less" : "Show all";
  more.setAttribute("aria-expanded", String(open));
}

/* One phone. */

class Phone {
  constructor(role, index) {
    this.role = role;
    this.index = index;
    this.thread = null;
    this.shown = new Map();
    this.unfolded = new Set();
    this.replyTo = null;
    this.root = $("#phone").content.firstElementChild.cloneNode(true);
    this.root.id = `phone-${role.id}`;
    this.root.setAttribute("aria-label", `${role.title}, ${role.channels.map((c) => CHANNEL[c]).join(" or ")}`);
    for (const part of ["person", "place", "consent", "device", "badge", "sender", "log", "shop", "write", "reply", "hand", "error", "acts"]) {
      this[part] = $(`.${part}`, this.root);
    }
    this.input = $("input", this.write);
    $(".role", this.root).textContent = role.title;
    this.person.addEventListener("change", () => this.choose(this.person.value));
    this.write.addEventListener("submit", (event) => this.submit(event));
    $("button", this.reply).addEventListener("click", () => this.answering(null));
    this.shop.addEventListener("keydown", (event) => event.key === "Escape" && this.closeShop());
    this.buttons();
  }

  get address() { return this.person.value.startsWith("new:") ? null : this.person.value || null; }
  get channel() { return (this.person.value.startsWith("new:") ? this.person.value.slice(4) : this.person.value.split(":")[0]) || this.role.channels[0]; }
  get found() { return people(this.role).find((one) => one.address === this.address); }
  get zone() { return this.found && !this.role.staff ? this.found.timezone : scene.business.timezone; }
  get name() { return this.found ? this.found.name || this.address.split(":")[1] : "somebody new"; }

  buttons() {
    const act = (label, work) => make("button", { type: "button", onclick: () => this.attempt(work) }, label);
    if (this.role.staff) {
      this.commands = COMMANDS.map((command) => act(command, () => this.say(command === "/why" ? this.whyCommand() : command)));
      this.acts.append(...this.commands);
    } else {
      this.leave = act("Abandon a cart", () => this.abandon());
      this.buy = act("Buy it", () => this.order());
      this.stop = act("Write STOP", () => this.say("STOP"));
      this.acts.append(this.leave, this.buy, this.stop);
    }
    this.acts.setAttribute("aria-label", `What ${this.role.title.toLowerCase()} ${this.index + 1} does`);
  }

  /** "/why" about whoever the first phone shows, since a name is needed. */
  whyCommand() {
    const other = phones.find((phone) => !phone.role.staff && phone.address && phone.thread && phone.thread.items.length);
    return other ? `/why ${other.name}` : "/why";
  }

  async attempt(work) {
    show(this.error, "");
    this.root.setAttribute("aria-busy", "true");
    try {
      await work();
    } catch (error) {
      show(this.error, error.message);
    } finally {
      this.root.removeAttribute("aria-busy");
    }
  }

  /* Whose phone it is. */

  list() {
    const chosen = this.person.value || remembered(this.role.id);
    const groups = this.role.channels.map((channel) => this.group(channel)).filter(Boolean);
    this.person.replaceChildren(...(groups.length > 1 ? groups : groups.flatMap((group) => [...group.children])));
    const values = [...this.person.options].map((option) => option.value);
    const known = people(this.role);
    const usual = (known.find((one) => agreed(one) && !one.leftAlone) || known[0] || { address: values[0] || "" }).address;
    this.person.value = values.includes(chosen) ? chosen : usual;
    this.person.setAttribute("aria-label", this.role.staff ? "Member of the staff" : `Customer on ${this.role.channels.map((c) => CHANNEL[c]).join(" or ")}`);
  }

  group(channel) {
    const known = people(this.role).filter((one) => one.channel === channel);
    const options = known.map((one) => {
      const also = this.role.staff ? [one.role] : [one.place, SAID[one.consent] || ""];
      return make("option", { value: one.address }, [one.name || one.address.split(":")[1], ...also].filter(Boolean).join(" · "));
    });
    if (!this.role.staff && scene.business.channels.includes(channel)) {
      options.unshift(make("option", { value: `new:${channel}` }, "Somebody new …"));
    }
    return options.length ? make("optgroup", { label: CHANNEL[channel] }, ...options) : null;
  }

  choose(value) {
    this.person.value = value;
    remember(this.role.id, value);
    this.thread = null;
    this.answering(null);
    this.closeShop();
    show(this.error, "");
    this.draw();
    listen();
  }

  /* What is on it. */

  take(thread) {
    const first = this.thread === null;
    this.thread = thread;
    this.draw(first);
  }

  draw(first = true) {
    const channel = this.channel;
    this.device.className = `device ${channel}`;
    this.badge.textContent = CHANNEL[channel];
    this.sender.textContent = scene.business.name;
    this.head();
    this.messages(first);
    this.inHand();
    const nobody = this.address === null;
    this.input.disabled = nobody;
    this.input.placeholder = nobody ? "" : this.role.staff ? "Write, or /help" : `Write as ${this.name.split(" ")[0]}`;
    this.input.setAttribute("aria-label", nobody ? "Nobody to write as yet" : `Write as ${this.name}`);
    for (const command of this.commands || []) command.disabled = nobody;
    if (this.buy) {
      this.leave.disabled = nobody && !scene.business.channels.includes(this.channel);
      this.buy.disabled = !(this.thread && this.thread.cart);
      this.stop.disabled = nobody;
    }
  }

  head() {
    const found = this.found;
    const there = found && found.place ? `${found.place}, ${hour(scene.now, found.timezone)} there` : "Nobody knows where they are";
    this.place.textContent = this.role.staff ? "Commands, and what customers ask" : found ? there : "They come with their first cart";
    this.consent.hidden = true;
    if (!found || this.role.staff || !this.thread) return;
    const said = {
      none: ["none", "has not agreed"],
      granted: ["wait", this.channel === "sms" ? "agreed once, to confirm" : "agreed"],
      confirmed: ["good", "agreed"],
      revoked: ["bad", "said stop"],
    }[this.thread.consent] || ["none", this.thread.consent];
    if (this.thread.consent === "granted" && this.channel !== "sms") said[0] = "good";
    this.consent.className = `chip consent ${said[0]}`;
    this.consent.textContent = said[1];
    this.consent.hidden = false;
  }

  messages(first) {
    // A message that waited stands where it arrived, not where it was planned.
    const items = this.thread ? [...this.thread.items].sort((one, other) => Date.parse(at(one)) - Date.parse(at(other))) : [];
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60;
    if (first) {
      this.log.setAttribute("aria-busy", "true");
      this.shown.clear();
    }
    const nodes = [];
    let shownDay = "";
    let arrived = false;
    for (const item of items) {
      const today = day(at(item), this.zone);
      if (today !== shownDay) nodes.push(this.kept(`day ${today}`, today, () => make("p", { class: "day" }, today)));
      shownDay = today;
      const before = this.shown.has(item.id);
      const node = this.kept(item.id, JSON.stringify(item), () => this.message(item));
      if (!before && !first) { node.classList.add("fresh"); arrived = true; }
      nodes.push(node);
    }
    if (!nodes.length) nodes.push(make("p", { class: "empty" }, this.hint()));
    place(this.log, nodes);
    if (first || atEnd || arrived) this.log.scrollTop = this.log.scrollHeight;
    if (first) requestAnimationFrame(() => this.log.removeAttribute("aria-busy"));
    if (arrived && NARROW.matches && this.root.classList.contains("behind")) tab(this.index).classList.add("unread");
    retell();
  }

  /** The node for a key, made again only when its content is another. */
  kept(key, content, build) {
    const known = this.shown.get(key);
    if (known && known.content === content) return known.node;
    const node = build();
    this.shown.set(key, { content, node });
    return node;
  }

  hint() {
    if (!scene.business.channels.includes(this.channel)) return `${CHANNEL[this.channel]} goes to its provider outside, and nothing leaves a sandbox. With provider = "simulator" in [channels.${this.channel}] it can be played.`;
    if (this.role.staff && this.address === null) return "Nobody of the staff is linked. Give somebody in [[staff]] an address, such as telegram:9001, and apply the file.";
    if (this.role.staff) return "Commands and customers' questions come here.";
    if (this.address === null) return "Press “Abandon a cart”: somebody new fills one and ticks the box at the checkout. Then push the clock.";
    return "No messages yet. Abandon a cart, then push the clock.";
  }

  message(item) {
    if (item.direction === "in") {
      const [words, more] = this.bubble(item, item.text || (item.media.length ? "(a picture)" : ""));
      const foot = make("div", { class: "foot" }, more, make("span", { class: "meta" }, hour(at(item), this.zone)));
      return make("div", { class: "msg own" }, words, foot);
    }
    const left = item.sent_at || ["sending", "sent", "delivered", "read", "unknown"].includes(item.status);
    return left ? this.arrived(item) : this.held(item);
  }

  /** A text, folded where it is long, and the button that shows all of it. */
  bubble(item, ...words) {
    const bubble = make("div", { class: "bubble" }, ...words);
    bubble.classList.toggle("whole", this.unfolded.has(item.id));
    const turn = () => {
      if (bubble.classList.toggle("whole")) this.unfolded.add(item.id);
      else this.unfolded.delete(item.id);
      fold(bubble);
    };
    folds.observe(bubble);
    return [bubble, make("button", { type: "button", class: "more", hidden: true, onclick: turn }, "Show all")];
  }

  arrived(item) {
    const [bubble, more] = this.bubble(item, ...this.linked(plain(item)));
    const keys = item.buttons.length ? make("div", { class: "keys" }, ...item.buttons.map((key) => this.key(item, key))) : null;
    const why = this.why(item, `${hour(at(item), this.zone)} ${tick(item)} · why now?`);
    const foot = make("div", { class: "foot" }, why, more);
    if (this.role.staff && item.passes_on) {
      foot.append(make("button", { type: "button", class: "answer", onclick: () => this.answering(item) }, "Reply to it"));
    }
    return make("div", { class: "msg" }, bubble, keys, foot);
  }

  held(item) {
    const last = item.verdicts[item.verdicts.length - 1];
    const waits = item.status === "queued";
    const fenced = item.code === "sandbox";
    const failed = item.status === "failed" && !fenced;
    const short = waits ? "waits" : item.status === "void" ? "was taken back" : failed ? "failed" : "did not leave";
    const until = waits && last && last.until ? ` until ${dayHour(last.until, this.zone)}` : "";
    const reason = fenced ? `${CHANNEL[item.channel]} goes to its provider outside` : failed ? item.code && `code ${item.code}` : last && ruleName(last.rule);
    const because = item.status !== "void" && reason ? `: ${reason}` : "";
    const text = make("span", {}, make("b", {}, spoken(item)), ` ${short}${until}${because} · `, make("u", {}, waits ? "why not yet?" : "why not?"));
    return make("div", { class: "msg held" }, this.why(item, text));
  }

  why(item, label) {
    const button = make("button", { type: "button", class: "why", "aria-expanded": "false", "aria-controls": "story" }, label);
    // A finger does not hover: on a small screen it takes a tap.
    button.addEventListener("mouseenter", () => NARROW.matches || tell(this, item, button, false));
    button.addEventListener("mouseleave", () => forget(false));
    button.addEventListener("focus", () => button.matches(":focus-visible") && tell(this, item, button, false));
    button.addEventListener("blur", () => forget(false));
    button.addEventListener("click", () => (story.pinned && story.item === item.id ? forget(true) : tell(this, item, button, true)));
    return button;
  }

  key(item, key) {
    if (key.url) return this.anchor(key.url, key.text);
    const press = () => this.attempt(() => this.say(key.text, { button: key.id, reply_to: item.id }));
    return make("button", { type: "button", onclick: press }, key.text);
  }

  /** A text with its links, and for staff its commands, made to work. */
  linked(text) {
    const parts = this.role.staff ? text.split(/(https?:\/\/[^\s]+|(?<=^|\s)\/[a-z]\w{2,})/g) : text.split(/(https?:\/\/[^\s]+)/g);
    return parts.filter(Boolean).map((part) => {
      if (/^https?:\/\//.test(part)) return this.anchor(part, part);
      if (/^\/[a-z]\w{2,}$/.test(part)) {
        const go = (event) => { event.preventDefault(); this.attempt(() => this.say(part)); };
        return make("a", { href: "#", role: "button", onclick: go }, part);
      }
      return part;
    });
  }

  anchor(url, label) {
    const found = SHORT_LINK.exec(url);
    if (!found) return make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
    const open = (event) => { event.preventDefault(); this.attempt(() => this.open(found[1], event.target)); };
    return make("a", { href: url, onclick: open }, label);
  }

  /** What they have in hand: a cart they left, or what they bought and whether it counts. */
  inHand() {
    const { cart, order } = this.thread || {};
    this.hand.replaceChildren();
    if (cart) {
      const many = cart.items.length > 1 ? ` and ${cart.items.length - 1} more` : "";
      this.hand.append(`Left ${dayHour(cart.at, this.zone)}: ${cart.items[0] || "a cart"}${many}, ${money(cart.total, cart.currency)}`);
    } else if (order && order.total !== null) {
      const fate = order.cancelled ? ", cancelled" : order.refunded ? ", refunded" : "";
      const bought = format(order.at, this.zone, { day: "numeric", month: "short" });
      this.hand.append(`Bought ${bought}, ${money(order.total, order.currency)}${fate}`);
      const reason = { code: "by its code", checkout: "after a reminder", click: "after a click" }[order.counted];
      if (reason) this.hand.append(" · ", make("span", { class: "won" }, `✓ recovered ${reason}`));
    }
  }

  /* What they do. */

  async submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text || this.address === null) return;
    const replied = this.replyTo;
    await this.attempt(async () => {
      await this.say(text, replied ? { reply_to: replied } : {});
      this.input.value = "";
      this.answering(null);
    });
    this.input.focus();
  }

  async say(text, more = {}) {
    await call("/sim/api/say", { business: scene.business.id, from: this.address, text, ...more });
  }

  answering(item) {
    this.replyTo = item ? item.id : null;
    this.reply.hidden = !item;
    $("span", this.reply).textContent = item ? `Replying to: ${item.text}` : "";
    if (item) this.input.focus();
  }

  async abandon() {
    const who = this.address ? { person: this.address } : { new: this.channel };
    const ware = scene.wares[Math.floor(Math.random() * scene.wares.length)];
    const told = await call("/sim/api/cart", { business: scene.business.id, ...who, items: [ware.sku] });
    await call("/sim/api/settle", {});
    if (!this.address) {
      await refresh();
      this.choose(told.address);
    }
  }

  async order() {
    await call("/sim/api/buy", { business: scene.business.id, person: this.address });
    await call("/sim/api/settle", {});
    this.closeShop();
  }

  async open(code, opener) {
    const { url } = await call("/sim/api/click", { code });
    const cart = this.thread && this.thread.cart;
    const back = () => { this.closeShop(); if (opener && opener.isConnected) opener.focus(); };
    const lines = cart ? cart.items.map((title) => make("li", {}, title)) : [];
    this.shop.setAttribute("aria-label", "The shop, opened from the link");
    this.shop.replaceChildren(
      make("p", { class: "address" }, url),
      make("h3", {}, cart ? `Your cart at ${scene.business.name}` : scene.business.name),
      cart ? make("ul", {}, ...lines) : make("p", {}, "This cart is bought or gone."),
      ...(cart ? [
        make("p", { class: "total" }, money(cart.total, cart.currency)),
        make("button", { type: "button", class: "primary", onclick: () => this.attempt(() => this.order()) }, "Buy it"),
      ] : []),
      make("button", { type: "button", onclick: back }, "Back to the messages"),
    );
    this.shop.hidden = false;
    $("button", this.shop).focus();
  }

  closeShop() {
    this.shop.hidden = true;
  }
}

/* A message in words. */

const at = (item) => item.sent_at || (item.direction === "in" ? item.created_at : item.status_at || item.due_at || item.created_at);
const tick = (item) => ({ sent: "✓", delivered: "✓✓", read: "✓✓", failed: "! failed", unknown: "?", sending: "…" }[item.status] || "");

function spoken(item) {
  const names = { opt_in_ask: "Question to opt in", opt_in_done: "Confirmation", cart_reminder: "Reminder", cart_reminder_last: "Reminder with a discount", staff_alert: "Question for the staff" };
  const name = names[item.template] || (item.template || "A text by hand").replaceAll("_", " ");
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function ruleName(rule) {
  const [kind, where] = rule.split(".");
  const names = { "quiet-hours": "quiet hours", holdout: "left alone to measure", "one-sms-per-cart": "one SMS per cart", stale: "too late", expired: "too late" };
  const whole = { "consent.none": "has not agreed", "consent.unconfirmed": "not confirmed yet", "consent.revoked": "said stop", "cap.business": "the shop's own cap", "spend.daily": "the day's money is spent", "address.suppressed": "said stop", "address.blocked": "blocked us", "address.gone": "cannot be reached" };
  if (whole[rule]) return whole[rule];
  const place = where && where !== "default" ? ` (${where.replaceAll("-", " ")})` : "";
  return (names[kind] || kind.replaceAll("-", " ")) + place;
}

/** The text without the lines that only repeat its buttons. */
function plain(item) {
  const lines = new Set(item.buttons.flatMap((key) => [`- ${key.text}`, `${key.text}: ${key.url}`]));
  return (item.text || "").split("\n").filter((line) => !lines.has(line)).join("\n");
}

/** What happened to a message, in order: [kind, what, more]. */
function chapters(item, phone) {
  const zone = phone.zone;
  const when = (moment) => {
    const there = dayHour(moment, zone);
    const here = dayHour(moment, scene.business.timezone);
    return there === here ? there : `${there} for them (${hour(moment, scene.business.timezone)} at the shop)`;
  };
  const told = [];
  if (item.due_at) told.push(["", `Due ${when(item.due_at)}`, ""]);
  for (const verdict of item.verdicts) {
    if (verdict.outcome === "send" && item.code === "sandbox") told.push(["refuse", `Was to leave ${when(verdict.at)}`, verdict.reason]);
    else if (verdict.outcome === "send") told.push(["send", `Left ${when(verdict.at)}`, verdict.reason]);
    else if (verdict.outcome === "wait") told.push(["wait", `Waited${verdict.until ? ` until ${when(verdict.until)}` : ""}`, verdict.reason, verdict.rule]);
    else told.push(["refuse", `Did not leave, ${when(verdict.at)}`, verdict.reason, verdict.rule]);
  }
  const ends = {
    queued: ["wait", "Still waits", "It is judged again at the moment it leaves."],
    void: ["refuse", "Taken back", "Its conversation moved on before it left."],
    expired: ["refuse", "Too late to be useful", ""],
    failed: item.code === "sandbox" ? ["refuse", "Nothing leaves a sandbox", `provider = "simulator" in [channels.${item.channel}] makes it playable.`] : ["refuse", "The provider gave it up", item.code ? `Code ${item.code}.` : ""],
    unknown: ["wait", "No answer came from the provider", "It is neither repeated nor forgotten."],
  };
  if (item.delivered_at) told.push(["send", `Delivered ${when(item.delivered_at)}`, ""]);
  if (item.read_at) told.push(["send", `Read ${when(item.read_at)}`, ""]);
  if (ends[item.status]) told.push(ends[item.status]);
  if (item.price && Number(item.price) > 0) told.push(["", `Cost ${money(item.price, "USD")}`, ""]);
  return told;
}

const story = { node: null, pinned: false, item: null, button: null, phone: null };

function tell(phone, item, button, pinned) {
  if (story.pinned && !pinned) return;
  forget(true);
  Object.assign(story, { pinned, item: item.id, button, phone });
  fillStory(phone, item);
  button.setAttribute("aria-expanded", "true");
  button.setAttribute("aria-describedby", "story");
  story.node.hidden = false;
  $(".close", story.node).hidden = !pinned;
  put(story.node, button.closest(".msg"), phone.device);
}

function fillStory(phone, item) {
  const lines = chapters(item, phone).map(([kind, what, more, rule]) => make("li", { class: kind }, make("b", {}, what), more || "", rule ? make("code", {}, ` ${rule}`) : null));
  $("h3", story.node).textContent = spoken(item);
  $(".kind", story.node).textContent = [item.purpose, item.programme, CHANNEL[item.channel]].filter(Boolean).join(" · ");
  $("ol", story.node).replaceChildren(...lines);
}

function forget(pinnedToo) {
  if (story.pinned && !pinnedToo) return;
  if (story.button) {
    story.button.setAttribute("aria-expanded", "false");
    story.button.removeAttribute("aria-describedby");
  }
  story.node.hidden = true;
  Object.assign(story, { pinned: false, item: null, button: null, phone: null });
}

/** A told message may have changed, or its node may be a new one. */
function retell() {
  if (!story.item || !story.phone || !story.phone.thread) return;
  const item = story.phone.thread.items.find((one) => one.id === story.item);
  if (!item || !story.button.isConnected) forget(true);
  else fillStory(story.phone, item);
}

/** Beside the message: right of the phone where there is room, else left of it; on small screens above or below it. */
function put(card, message, device) {
  for (const side of ["left", "top", "bottom", "maxHeight"]) card.style[side] = "";
  if (NARROW.matches) {
    message.scrollIntoView({ block: "nearest" });
    putAcross(card, message.getBoundingClientRect());
    return;
  }
  const frame = device.getBoundingClientRect();
  const line = message.getBoundingClientRect();
  const right = frame.right + 8;
  const fits = right + card.offsetWidth < window.innerWidth;
  card.style.left = `${Math.max(8, fits ? right : frame.left - card.offsetWidth - 8)}px`;
  card.style.top = `${Math.max(8, Math.min(line.top, window.innerHeight - card.offsetHeight - 8))}px`;
}

/** On whichever side of the message there is more room, and never over it. */
function putAcross(card, line) {
  const [above, below] = [line.top - 8, window.innerHeight - line.bottom - 8];
  const over = above > below;
  card.classList.toggle("over", over);
  card.style.maxHeight = `${Math.max(over ? above : below, 120)}px`;
  if (over) card.style.top = `${Math.max(0, above - card.offsetHeight)}px`;
  else card.style.bottom = "0";
}

/* The whole page. */

/** Bring these children in, in this order, touching only what is another. */
function place(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] || null);
  });
}

/** The phones that there are: those of the file's channels, with these channels alone. */
function roles() {
  const connected = [...scene.business.channels, ...scene.business.outside];
  return ROLES.map((role) => ({ ...role, channels: role.channels.filter((channel) => connected.includes(channel)) })).filter((role) => role.channels.length);
}

function people(role) {
  const found = scene.people.filter((one) => Boolean(one.role) === role.staff);
  return found.flatMap((one) => one.addresses
    .filter((address) => role.channels.includes(address.channel))
    .map((address) => ({ ...address, name: one.name, role: one.role, leftAlone: one.left_alone })));
}

/** Whether reminders may go there: by SMS the second step counts. */
const agreed = (one) => one.consent === "confirmed" || (one.consent === "granted" && one.channel !== "sms");

const remembered = (phone) => sessionStorage.getItem(`${scene.business.id}/${phone}`) || "";
const remember = (phone, value) => sessionStorage.setItem(`${scene.business.id}/${phone}`, value);

function take(state) {
  const people = JSON.stringify([state.people, state.business]);
  const same = scene && JSON.stringify([scene.people, scene.business]) === people;
  scene = state;
  const zone = state.business.timezone;
  document.title = `${state.business.name} · Parley sandbox`;
  $("#shop").textContent = state.business.name;
  $("#now").textContent = `${day(state.now, zone)}, ${hour(state.now, zone)}`;
  $("#now").dateTime = state.now;
  $("#zone").textContent = `${zone.split("/").pop().replaceAll("_", " ")}${state.paused ? " · sending is paused" : ""}`;
  const soon = state.next && day(state.next.at, zone) === day(state.now, zone) ? hour : dayHour;
  $("#coming").textContent = state.next ? `Next: ${soon(state.next.at, zone)}, ${state.next.text}` : "Nothing is planned. Abandon a cart.";
  if (!$(".clock").hasAttribute("aria-busy")) $("#next").disabled = !state.next;
  for (const phone of phones) {
    if (!same) phone.list();
    phone.head();
  }
}

async function refresh() {
  const business = new URLSearchParams(location.search).get("business");
  take(await call(`/sim/api/state${business ? `?business=${encodeURIComponent(business)}` : ""}`));
}

function listen() {
  if (source) source.close();
  const query = new URLSearchParams({ business: scene.business.id });
  for (const phone of phones) if (phone.address) query.append("address", phone.address);
  source = new EventSource(`/sim/api/stream?${query}`);
  source.addEventListener("open", () => { $("#link").hidden = true; });
  source.addEventListener("state", (event) => take(JSON.parse(event.data)));
  source.addEventListener("thread", (event) => {
    const thread = JSON.parse(event.data);
    for (const phone of phones) if (phone.address === thread.address) phone.take(thread);
  });
  source.addEventListener("error", () => {
    $("#link").hidden = false;
    // A stream that was refused does not come back by itself.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  });
}

async function push(path, body) {
  const bar = $(".clock");
  const buttons = [...bar.querySelectorAll("button")];
  const active = document.activeElement;
  bar.setAttribute("aria-busy", "true");
  for (const button of buttons) button.disabled = true;
  show($("#trouble"), "");
  $("#outcome").textContent = "Playing …";
  try {
    const told = await call(path, body);
    const parts = [`${told.sent} sent`, told.refused ? `${told.refused} refused` : "", told.waiting ? `${told.waiting} waiting` : ""];
    $("#outcome").textContent = parts.filter(Boolean).join(", ");
  } catch (error) {
    $("#outcome").textContent = "";
    show($("#trouble"), error.message);
  } finally {
    bar.removeAttribute("aria-busy");
    for (const button of buttons) button.disabled = false;
    $("#next").disabled = !scene.next;
    if (buttons.includes(active)) active.focus();
  }
}

/* Tabs, where the screen shows one phone at a time. */

const tab = (index) => $(".tabs").children[index];

function face(index, focus = false) {
  phones.forEach((phone, place) => {
    phone.root.classList.toggle("behind", place !== index);
    tab(place).setAttribute("aria-selected", String(place === index));
    tab(place).tabIndex = place === index ? 0 : -1;
  });
  tab(index).classList.remove("unread");
  phones[index].log.scrollTop = phones[index].log.scrollHeight;
  forget(true);
  if (focus) tab(index).focus();
}

function turn(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const current = phones.findIndex((phone) => !phone.root.classList.contains("behind"));
  face((current + step + phones.length) % phones.length, true);
}

async function begin() {
  story.node = $("#story");
  $(".close", story.node).addEventListener("click", () => {
    const button = story.button;
    forget(true);
    if (button) button.focus();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && forget(true));
  document.addEventListener("click", (event) => {
    if (story.pinned && !story.node.contains(event.target) && !event.target.closest(".why")) forget(true);
  });
  window.addEventListener("resize", () => forget(true));
  $("#half").addEventListener("click", () => push("/sim/api/clock", { advance: "30m" }));
  $("#day").addEventListener("click", () => push("/sim/api/clock", { advance: "24h" }));
  $("#next").addEventListener("click", () => push("/sim/api/next", {}));
  try {
    await refresh();
  } catch (error) {
    show($("#trouble"), error.message);
    setTimeout(begin.again, 3000);
    return;
  }
  phones = roles().map((role, index) => new Phone(role, index));
  if (!phones.length) {
    show($("#trouble"), 'No channel is connected: add [channels.sms] with provider = "simulator" to the file and apply it.');
    return;
  }
  $("#phones").replaceChildren(...phones.map((phone) => phone.root));
  $(".tabs").replaceChildren(...phones.map((phone, index) => make("button", {
    type: "button", role: "tab", id: `tab-${phone.role.id}`, "aria-controls": phone.root.id, onclick: () => face(index), onkeydown: turn,
  }, phone.role.tab)));
  for (const phone of phones) phone.list();
  for (const phone of phones) phone.draw();
  face(0);
  listen();
}

begin.again = () => location.reload();
begin();
