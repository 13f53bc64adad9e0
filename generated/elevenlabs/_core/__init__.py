"""What every generated client needs at run time: nothing here knows a particular API."""
