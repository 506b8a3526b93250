package cellwarden.transport.kernel;

/// How much an adapter was told and told itself.
///
/// @param commands sent to it, modulo 2 to the power of 32
/// @param events that came from it, likewise
record Traffic(int commands, int events) {

  Traffic minus(Traffic before) {
    return new Traffic(commands - before.commands, events - before.events);
  }
}
