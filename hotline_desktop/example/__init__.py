"""The example office: invented people and matters, played through the services."""
