"""Where the APIs of providers of channels stand."""

TWILIO = "https://api.twilio.com"
TELEGRAM = "https://api.telegram.org"
