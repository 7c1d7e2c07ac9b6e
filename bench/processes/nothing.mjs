// What Node costs that does nothing.
