package cellwarden.settings;

import java.util.Optional;

/// The page, and what programs ask over HTTP.
///
/// @param host where it listens, a name or an address
/// @param port 1 to 65535; 0 for any that is free
/// @param password without it everybody who reaches it may look
/// @param metrics whether there are figures for Prometheus
public record WebConfig(String host, int port, Optional<Secret> password, boolean metrics) {

  /// Whether only this machine reaches it: by how it is written, since what a name leads to may
  /// change.
  public boolean isOwn() {
    return host.matches("localhost|127\\.[0-9.]+|(0*:)+0*1");
  }

  /// As a URL has it.
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
