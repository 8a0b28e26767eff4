"""Names in the folder of data, among the program's resources and among the settings."""

DATABASE = "hotline.db"
EXAMPLE_MARK = "example.json"
KEY_FILE = "hotline.key"  # the key of an encrypted office, locked by its passphrase
TRIES_FILE = "hotline.tries"  # how often a wrong passphrase was given in a row
ATTACHMENTS = "attachments"
BACKUPS = "backups"
DRAFTS = "drafts"
FILTERS = "filters"
FORMER_FILTERS = "window.ini"  # lines of WINDOW, as earlier versions kept filters there
WINDOW = "window.ini"
INTAKE = "intake"
OPENED = "opened"
# What holds citizens' words beside the database, each file of it sealed in an encrypted office.
SEALED_FOLDERS = (DRAFTS, FILTERS, INTAKE, ATTACHMENTS)
WORKDAYS = "workdays"
YEARS = "years"

ACCOUNTS = "people:accounts"  # among the settings: "1" where people log in
DESTROYING = "records:destroying"  # among the settings: what is left to do of a destruction
PROGRAM = "program"  # among the settings: the build that works with the data
