"""What everybody may read: copies of adopted plans and of reports, made when they are published."""
