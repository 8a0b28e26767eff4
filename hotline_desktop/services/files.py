"""Names in the folder of data, among the program's resources and among the settings."""

DATABASE = "hotline.db"
WORKDAYS = "workdays"
YEARS = "years"

ACCOUNTS = "people:accounts"  # among the settings: "1" where people log in
DESTROYING = "records:destroying"  # among the settings: what is left to do of a destruction
