"""Other people's programs are told what happened, signed, by the Standard Webhooks rules."""
