package cellwarden.settings;

import java.nio.file.Path;
import java.util.Optional;

/// Files in PEM for an encrypted connection. They are read at each connect, since certificates are
/// renewed while the program runs.
///
/// @param authorities certificates, of which one has to have signed the broker's; empty: those that
///   Java knows
/// @param certificate what this program shows the broker, with those in between it and its
///   authority
/// @param key the private key of that certificate; present together with it
public record TlsFiles(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {

  /// Nothing but what Java knows.
  public static final TlsFiles NONE =
      new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty());
}
