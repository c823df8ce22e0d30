"""How shops' exports call their columns, by what these hold: in English, Spanish, Hindi and Hinglish, the likeliest
first. As flows/importing/columns.py compares them: small letters, words apart."""

from __future__ import annotations

from collections.abc import Mapping

PREFIXES = (
    "default address ", "shipping address ", "billing address ", "shipping ", "billing ", "primary ", "contact ",
    "customer ", "client ", "cliente ", "buyer ", "guest ",
)  # fmt: skip
"""What may stand before the name of a field, and makes a column less likely than one without it."""

HEADS: Mapping[str, tuple[str, ...]] = {
    "id": (
        "customer id", "customerid", "client id", "id cliente", "id de cliente", "customer number", "customer no",
        "numero de cliente", "reference id", "id", "customer", "cliente", "external id", "user id", "account number",
        "ग्राहक आईडी",
    ),
    "name": (
        "name", "full name", "customer name", "client name", "nombre completo", "nombre y apellidos", "nombre cliente",
        "display name", "naam", "pura naam", "नाम", "पूरा नाम", "ग्राहक का नाम", "contact name", "contact",
    ),
    "first_name": ("first name", "firstname", "given name", "forename", "nombre", "nombres", "pehla naam", "पहला नाम"),
    "last_name": (
        "last name", "lastname", "surname", "family name", "apellido", "apellidos", "upnaam", "उपनाम", "कुलनाम",
    ),
    "phone": (
        "phone e164", "mobile phone", "mobile", "mobile number", "mobile no", "cell phone", "cell", "cellphone",
        "movil", "telefono movil", "celular", "numero de celular", "mobail", "मोबाइल", "मोबाइल नंबर", "sms", "phone",
        "phone number", "phone no", "telephone", "telefono", "telefono de contacto", "tel", "contact number",
        "contact no", "number", "phone 1", "fon", "phone number 1", "फ़ोन", "फोन", "फोन नंबर", "phone 2",
        "phone number 2", "other phone", "alternate phone", "home phone", "home", "telefono fijo", "telefono casa", "landline",
        "work phone", "office phone", "telefono trabajo", "phone 3", "phone number 3",
    ),
    "whatsapp": (
        "whatsapp", "whatsapp number", "whatsapp no", "wa number", "numero de whatsapp", "व्हाट्सएप", "व्हाट्सएप नंबर",
    ),
    "telegram": ("telegram", "telegram id", "telegram chat id", "chat id"),
    "email": (
        "email", "e mail", "email address", "e mail address", "mail", "correo", "correo electronico", "email id",
        "ईमेल", "मेल",
    ),
    "locale": ("locale", "language", "idioma", "lengua", "bhasha", "भाषा", "lang"),
    "timezone": ("timezone", "time zone", "zona horaria", "tz", "समय क्षेत्र"),
    "country": ("country code", "country", "codigo de pais", "codigo pais", "pais", "desh", "देश"),
    "region": (
        "province code", "state code", "state", "province", "region", "estado", "provincia", "rajya", "राज्य",
        "state province",
    ),
    "postal_code": (
        "postal code", "zip", "zip code", "zipcode", "postcode", "pincode", "pin code", "codigo postal", "cp",
        "पिन कोड", "पिनकोड",
    ),
    "birthday": (
        "birthday", "birth date", "birthdate", "date of birth", "dob", "cumpleanos", "fecha de nacimiento",
        "nacimiento", "janamdin", "janmdin", "जन्मदिन", "जन्म तिथि", "जन्मतिथि",
    ),
    "tags": ("tags", "tag", "labels", "label", "etiquetas", "etiqueta", "groups", "segments", "टैग"),
    "acquired_from": (
        "acquired from", "acquisition source", "lead source", "utm source", "origen", "referral source",
        "how did you hear",
    ),
    "orders": (
        "total orders", "orders", "orders count", "order count", "number of orders", "pedidos", "numero de pedidos",
    ),
    "updated_at": ("updated at", "last updated", "modified at", "last modified", "fecha de modificacion"),
    "sms_consent": (
        "sms consent", "accepts sms marketing", "sms marketing", "sms opt in", "sms marketing consent",
        "consentimiento sms", "acepta sms", "text consent", "accepts sms",
    ),
    "whatsapp_consent": (
        "whatsapp consent", "whatsapp opt in", "accepts whatsapp marketing", "whatsapp marketing",
        "consentimiento whatsapp", "acepta whatsapp",
    ),
    "telegram_consent": ("telegram consent", "telegram opt in", "acepta telegram"),
    "consent_source": ("consent source", "opt in source", "origen del consentimiento", "sms consent source"),
    "consent_text": ("consent text", "opt in text", "texto del consentimiento", "consent wording", "sms consent text"),
    "consent_at": (
        "consent at", "consent date", "opt in date", "opt in time", "opted in at", "consent time",
        "fecha de consentimiento", "fecha del consentimiento", "sms consent at", "sms consent date",
    ),
    "opted_out": (
        "opted out", "opt out", "unsubscribed", "do not contact", "dnd", "blacklisted", "baja", "do not text",
    ),
}  # fmt: skip
