"""One file a ticket system; see `deflect.hooks.source.Source` for what its class `Connected` must know."""
