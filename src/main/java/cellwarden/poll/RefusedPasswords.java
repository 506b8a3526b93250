package cellwarden.poll;

import cellwarden.file.WholeFile;
import cellwarden.settings.BoardPassword;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The passwords that boards did not take, so that none is tried again: a board locks itself after
/// a few. Held over restarts, too, since a service that is restarted again and again would try each
/// time.
///
/// The file has a line for each battery: its name, a salt and the hash of the password and of what
/// goes with it. Safe for use by several threads.
public final class RefusedPasswords {

  private static final Logger LOG = LoggerFactory.getLogger(RefusedPasswords.class);

  /// Six characters are soon found out; this makes it hours on a small machine.
  private static final int ROUNDS = 20_000;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 256;

  private final Optional<Path> file;

  private RefusedPasswords(Optional<Path> file) {
    this.file = file;
  }

  private final Map<String, Hashed> refused = new TreeMap<>();
  private boolean isRead;

  private record Hashed(String salt, String hash) {

    static Hashed of(String salt, BoardPassword password) {
      String text =
          switch (password) {
            case BoardPassword.Pin(var secret) -> "pin " + secret.reveal();
            case BoardPassword.Full(var secret, String mac) ->
                "full " + mac + " " + secret.reveal();
          };
      PBEKeySpec key =
          new PBEKeySpec(text.toCharArray(), HexFormat.of().parseHex(salt), ROUNDS, HASH_BITS);
      try {
        byte[] hash =
            SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded();
        return new Hashed(salt, HexFormat.of().formatHex(hash));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    boolean is(BoardPassword password) {
      byte[] other = of(salt, password).hash.getBytes(StandardCharsets.US_ASCII);
      return MessageDigest.isEqual(hash.getBytes(StandardCharsets.US_ASCII), other);
    }
  }

  /// Remembered until the program ends.
  public static RefusedPasswords inMemory() {
    return new RefusedPasswords(Optional.empty());
  }

  /// Remembered in a file, as far as it can be read and written.
  public static RefusedPasswords in(Path file) {
    return new RefusedPasswords(Optional.of(file));
  }

  /// Where they are remembered; empty for nowhere.
  Optional<Path> file() {
    return file;
  }

  /// Whether the board of this battery refused this password.
  synchronized boolean holds(String battery, BoardPassword password) {
    read();
    return Optional.ofNullable(refused.get(battery)).filter(it -> it.is(password)).isPresent();
  }

  /// The board of this battery refused this password.
  synchronized void add(String battery, BoardPassword password) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    read();
    refused.put(battery, Hashed.of(HexFormat.of().formatHex(salt), password));
    file.ifPresent(this::write);
  }

  private void read() {
    if (isRead || file.isEmpty()) {
      return;
    }
    isRead = true;
    try {
      for (String line : Files.readAllLines(file.get())) {
        String[] words = line.split(" ", -1);
        if (words.length == 3 && words[1].matches("([0-9a-f]{2})+")) {
          refused.put(words[0], new Hashed(words[1], words[2]));
        }
      }
    } catch (NoSuchFileException e) {
      LOG.debug("{} is not there yet", file.get());
    } catch (IOException e) {
      LOG.warn(
          "{} cannot be read ({}), so a password that a board refused before is tried once more",
          file.get(),
          e.getMessage());
    }
  }

  private void write(Path to) {
    StringBuilder lines = new StringBuilder();
    refused.forEach((battery, hashed) ->
        lines.append("%s %s %s%n".formatted(battery, hashed.salt, hashed.hash)));
    try {
      WholeFile.write(to, lines.toString(), WholeFile.Option.PRIVATE, WholeFile.Option.FORCED);
    } catch (IOException e) {
      LOG.warn(
          "{} cannot be written ({}), so a refused password is tried once more after a restart",
          to,
          e.getMessage());
    }
  }
}
