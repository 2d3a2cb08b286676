"""Who comes in and what is noted: sessions, throttle, origin gate, headers, allowed(), journal."""
