"""The addresses of channel providers' APIs."""

TWILIO = "https://api.twilio.com"
TELEGRAM = "https://api.telegram.org"
