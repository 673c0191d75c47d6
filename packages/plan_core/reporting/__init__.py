"""What became of the plan: progress by half year, reports, self-assessment."""
