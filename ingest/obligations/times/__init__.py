"""When: deadlines, periods and what comes again, as a clause states them."""
