"""Pages from notebooks: the exporter, its gates, the site around the pages."""
