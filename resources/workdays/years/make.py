"""Writes the years beside this file anew from the `holidays` package: run it after the package was raised.

The window opens with these tables instead of the package, which takes longer to load than everything else of a
calendar. A test holds them against the package.
"""

from pathlib import Path

from hotline_desktop.services.foundation.holiday_notice import notice_toml
from hotline_desktop.services.foundation.official_days import FIRST_OFFICIAL_YEAR, LAST_OFFICIAL_YEAR, official_year

ESTIMATED_YEARS = 5
HERE = Path(__file__).parent

if __name__ == "__main__":
    for year in range(FIRST_OFFICIAL_YEAR, LAST_OFFICIAL_YEAR + 1 + ESTIMATED_YEARS):
        (HERE / f"{year}.toml").write_text(notice_toml(official_year(year)), "utf-8", newline="\n")
        print(year)
