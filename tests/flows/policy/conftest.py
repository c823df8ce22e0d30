"""The tz data of the package and not of the machine: some machines are a rule change behind (see `bot`)."""

import zoneinfo

zoneinfo.reset_tzpath(to=[])
zoneinfo.ZoneInfo.clear_cache()
