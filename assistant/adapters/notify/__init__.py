"""How notices leave the service: log, webhook, SMTP."""
