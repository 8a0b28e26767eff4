"""Every view and state of the window with hard data: photographed, measured, put on contact sheets."""
