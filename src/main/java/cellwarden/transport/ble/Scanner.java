package cellwarden.transport.ble;

import cellwarden.transport.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Listens for advertisements.
@FunctionalInterface
public interface Scanner {

  /// Listens on every adapter that is on, in short scans one after the other, since a single one
  /// misses some devices.
  ///
  /// @param length of the whole search
  /// @param listener gets each device when it is first heard and again when more is known of it,
  ///   such as its name, from any thread but never from two at once
  /// @return one entry for each device, strongest first
  /// @throws TransportException if nothing can be heard at all
  List<Advertisement> scan(Duration length, Consumer<Advertisement> listener)
      throws TransportException, InterruptedException;
}
