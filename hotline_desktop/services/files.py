"""Names in the folder of data and among the program's resources."""

DATABASE = "hotline.db"
WORKDAYS = "workdays"
YEARS = "years"
