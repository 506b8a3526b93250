package cellwarden.transport.bluez;

import java.util.Map;

/// Is told what happens to one object of bluetoothd, in the order in which it happens. Must not
/// wait.
interface Watcher {

  /// Something about the object is different.
  ///
  /// @param properties those that changed
  void changed(Map<String, Object> properties);

  /// The object is no more.
  ///
  /// @param why in words, such as "bluetoothd ended"
  void gone(String why);
}
