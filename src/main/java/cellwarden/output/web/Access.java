package cellwarden.output.web;

import cellwarden.settings.Secret;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// Who may ask what. Of the password only a hash is kept here, which is also the key that signs the
/// cookies: they outlive a restart, and end with the password. Safe for use by several threads.
final class Access {

  /// How long a browser stays logged in.
  static final Duration SESSION = Duration.ofDays(90);

  /// So many wrong passwords from one address come at once, then one in so long.
  private static final int BURST = 5;

  private static final Duration PAUSE = Duration.ofSeconds(20);

  private static final int ROUNDS = 60_000;
  private static final int KEY_BITS = 256;
  private static final int MOST_PEERS = 1000;
  private static final int IPV6 = 16;
  private static final int LONGEST_PASSWORD = 1024;
  private static final String SIGNED = "HmacSHA256";
  private static final String COOKIE = "cellwarden";

  /// Names that only this network knows, so that no page elsewhere can take one of them as its own.
  private static final String LOCAL_NAME =
      "(?i)([A-Za-z0-9_-]+|.*\\.(local|lan|home|internal|localdomain|fritz\\.box|home\\.arpa)|[0-9.]+|\\[[0-9A-Fa-f:.%a-z]+])\\.?";

  private record Failures(double count, long at) {}

  private final Object hashing = new Object();
  private final Optional<byte[]> key;
  private final byte[] salt;
  private final boolean own;
  private final LongSupplier nanos;
  private final LongSupplier millis;
  private final Map<String, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MOST_PEERS;
        }
      };

  /// The header `Authorization` that was right, signed, so that not each scrape costs a hash.
  private volatile byte[] known = {};

  /// @param installation makes the hash different from others of the same password
  /// @param own whether only this machine reaches the page
  /// @param nanos the monotonic clock
  /// @param millis the wall clock
  Access(
      Optional<Secret> password,
      String installation,
      boolean own,
      LongSupplier nanos,
      LongSupplier millis) {
    this.salt = ("cellwarden " + installation).getBytes(StandardCharsets.UTF_8);
    this.key = password.map(secret -> hash(secret.reveal()));
    this.own = own;
    this.nanos = nanos;
    this.millis = millis;
  }

  boolean hasPassword() {
    return key.isPresent();
  }

  /// Whether those who may look may also pause and read.
  boolean mayAct() {
    return own || hasPassword();
  }

  /// Refuses names of this page that are not its own: a page elsewhere can have its own name lead
  /// here, and would be taken for this one. With a password that gains nothing.
  void checkHost(WebRequest request) throws WebTrouble {
    String host = request.header().apply("Host").orElse("").replaceFirst(":[0-9]+$", "");
    if (!hasPassword() && !host.matches(LOCAL_NAME)) {
      throw new WebTrouble(
          421, "this name is not known here; use the address of this machine, or set a password");
    }
  }

  /// Whoever asks has given the password, if there is one.
  void checkLogin(WebRequest request) throws WebTrouble {
    if (!isLoggedIn(request)) {
      throw new WebTrouble(401, "log in first, with the password of web.password_file");
    }
  }

  boolean isLoggedIn(WebRequest request) throws WebTrouble {
    if (key.isEmpty() || hasCookie(request, key.get())) {
      return true;
    }
    Optional<String> basic =
        request.header().apply("Authorization").filter(value -> value.startsWith("Basic "));
    return basic.isPresent() && isRight(request.peer(), basic.get());
  }

  /// What changes something comes from this page or from a program: a form or a picture elsewhere
  /// can send neither this header nor its own origin.
  void checkChange(WebRequest request) throws WebTrouble {
    Optional<String> origin = request.header().apply("Origin");
    String host = request.header().apply("Host").orElse("");
    boolean isElsewhere =
        (origin.isPresent() && !origin.get().replaceFirst("^https?://", "").equals(host))
            || request
                .header()
                .apply("Sec-Fetch-Site")
                .filter(s -> !s.equals("same-origin"))
                .isPresent();
    if (isElsewhere || request.header().apply("X-Cellwarden").isEmpty()) {
      throw new WebTrouble(
          403, "a change needs the header X-Cellwarden, and does not come from another page");
    }
  }

  /// Takes a password.
  ///
  /// @return the cookie that stands for it
  /// @throws WebTrouble if it is wrong, or too many were
  String login(String peer, String password) throws WebTrouble {
    if (key.isEmpty()) {
      throw WebTrouble.wrong("this page has no password");
    }
    // One at a time: it takes a while on purpose, and many at once are not to be more tries.
    synchronized (hashing) {
      String from = network(peer);
      allowTry(from);
      if (!MessageDigest.isEqual(hash(password), key.get())) {
        failed(from);
        throw new WebTrouble(403, "the password is wrong");
      }
    }
    String end = Long.toString(millis.getAsLong() + SESSION.toMillis());
    return "%s=%s.%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict"
        .formatted(COOKIE, end, signature(key.get(), end), SESSION.toSeconds());
  }

  /// The header that ends a session.
  static String goodbye() {
    return COOKIE + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict";
  }

  private boolean isRight(String peer, String basic) throws WebTrouble {
    byte[] key = this.key.orElseThrow();
    byte[] signed = mac(key, basic);
    if (MessageDigest.isEqual(signed, known)) {
      return true;
    }
    String pair;
    try {
      pair =
          new String(
              Base64.getDecoder().decode(basic.substring("Basic ".length()).strip()),
              StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return false;
    }
    synchronized (hashing) {
      if (!MessageDigest.isEqual(signed, known)) {
        String _ = login(peer, pair.substring(pair.indexOf(':') + 1));
        known = signed;
      }
    }
    return true;
  }

  private boolean hasCookie(WebRequest request, byte[] key) {
    for (String cookie : request.header().apply("Cookie").orElse("").split(";", -1)) {
      String[] parts = cookie.strip().split("[=.]", -1);
      if (parts.length == 3
          && parts[0].equals(COOKIE)
          && parts[1].matches("[0-9]{1,15}")
          && MessageDigest.isEqual(
              parts[2].getBytes(StandardCharsets.UTF_8),
              signature(key, parts[1]).getBytes(StandardCharsets.UTF_8))) {
        return Long.parseLong(parts[1]) > millis.getAsLong();
      }
    }
    return false;
  }

  /// Of an address of IPv6 its first half, since whoever has one has the others of it, too.
  static String network(String peer) {
    try {
      byte[] address = InetAddress.ofLiteral(peer).getAddress();
      return address.length == IPV6
          ? HexFormat.of().formatHex(address, 0, address.length / 2)
          : peer;
    } catch (IllegalArgumentException e) {
      return peer;
    }
  }

  private synchronized void allowTry(String peer) throws WebTrouble {
    Failures before = failures.get(peer);
    if (before != null && left(before) > BURST - 1) {
      throw new WebTrouble(429, "too many wrong passwords; try again in a minute");
    }
  }

  private synchronized void failed(String peer) {
    Failures before = failures.getOrDefault(peer, new Failures(0, nanos.getAsLong()));
    failures.put(peer, new Failures(left(before) + 1, nanos.getAsLong()));
  }

  private double left(Failures before) {
    double over = (nanos.getAsLong() - before.at()) / (double) PAUSE.toNanos();
    return Math.max(0, before.count() - over);
  }

  private byte[] hash(String password) {
    String within = password.substring(0, Math.min(LONGEST_PASSWORD, password.length()));
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(within.toCharArray(), salt, ROUNDS, KEY_BITS))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String signature(byte[] key, String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(key, text));
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(SIGNED);
      mac.init(new SecretKeySpec(key, SIGNED));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
