package cellwarden.transport.bluez;

/// What goes wrong with a fake battery.
enum FakeFault {
  /// Connect is never answered.
  CONNECT_HANGS,
  /// Connect fails at once.
  CONNECT_FAILS,
  /// bluetoothd has dropped the device although it did not say so.
  CONNECT_UNKNOWN,
  /// bluetoothd is connecting by itself, and fails.
  CONNECT_ALREADY,
  /// Somebody else is connecting.
  CONNECT_IN_PROGRESS,
  /// Connect succeeds, and the link drops at once.
  DROPS_WHILE_RESOLVING,
  /// The services never become known.
  NEVER_RESOLVES,
  /// The signals that the link stands and that the services are known get lost.
  SIGNALS_LOST,
  /// Signals of new objects get lost.
  OBJECTS_LOST,
  /// Somebody else subscribed and stays.
  LISTENED_TO_BY_OTHERS,
  /// A subscription is taken, and never answered.
  NOTIFY_HANGS,
  /// Subscribing needs pairing.
  WANTS_PAIRING,
  /// Writing needs pairing, by an error without a name of its own.
  WRITE_WANTS_PAIRING,
  /// A pairing is never answered.
  PAIRING_HANGS,
  /// Disconnect is answered when [FakeBattery#finishDisconnect] is called.
  SLOW_DISCONNECT,
  /// The link drops without a signal.
  DROPS_SILENTLY
}
