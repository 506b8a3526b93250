package cellwarden.config;

import cellwarden.settings.JournalConfig.Fsync;
import cellwarden.settings.MqttUrl;
import cellwarden.settings.Secret;
import cellwarden.settings.WebConfig;
import cellwarden.transport.Address;
import cellwarden.transport.AddressException;
import cellwarden.transport.AddressParser;
import cellwarden.transport.BleAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The kinds of values that the table of keys uses.
public final class ValueTypes {
  /// What MQTT has room for in a text.
  private static final int MOST_BYTES = 65_535;

  private static final String A_TEXT = "a text of 1 to " + MOST_BYTES + " bytes";

  private static final String A_PIN = "a number of up to 6 digits";
  private static final Pattern PIN_FORM = Pattern.compile("[0-9]{1,6}");

  /// For a battery's name and what follows it.
  private static final int ROOM_IN_TOPIC = 535;

  private static final String SITE_PATTERN =
      "(?!bridge$)(?=.{1,64}$)[A-Za-z0-9-]+(_[A-Za-z0-9-]+)*";

  static final ValueType<String> PLAIN_NAME =
      ValueType.matching("[A-Za-z0-9_-]{1,64}", "1 to 64 letters, digits, _ or -");
  static final ValueType<String> NAME =
      ValueType.of(
          PLAIN_NAME.expected(), "(?!bridge$)[A-Za-z0-9_-]{1,64}", ValueTypes::batteryName);

  /// Its underscores stand alone, so that two of them end it in an id.
  static final ValueType<String> SITE =
      ValueType.of(
          "1 to 64 letters, digits or -, with single _ between them",
          SITE_PATTERN,
          ValueTypes::siteName);

  static final ValueType<String> DISPLAY_NAME =
      ValueType.of("a text of 1 to 64 characters", "[\\s\\S]{1,64}", ValueTypes::displayName);
  static final ValueType<Address> ADDRESS =
      ValueType.of(
          "an address that starts with ble:, serial:, tcp: or sim:",
          "([bB][lL][eE]|[sS][eE][rR][iI][aA][lL]|[tT][cC][pP]|[sS][iI][mM]):.*",
          ValueTypes::address);
  static final ValueType<Optional<BleAddress.Stack>> STACK =
      ValueType.choice(
          List.of("auto", "kernel", "bluez"),
          word ->
              word.equals("auto")
                  ? Optional.empty()
                  : Optional.of(BleAddress.Stack.valueOf(word.toUpperCase(Locale.ROOT))));
  static final ValueType<MqttUrl> MQTT_URL =
      ValueType.of(
          "an MQTT URL, mqtt://host:1883, mqtts://host:8883, ws://host/path, wss://host/path or embedded:",
          "((mqtt|ws)s?://.+|embedded:[0-9]*)",
          ValueTypes::mqttUrl);
  static final ValueType<String> TOPIC =
      ValueType.matching(
              "[^+#$/\\x00-\\x1f]([^+#\\x00-\\x1f]*[^+#/\\x00-\\x1f])?",
              "a topic without + and #, without / at either end and without $ at the start")
          .and(text -> sendable(text, MOST_BYTES - ROOM_IN_TOPIC));
  static final ValueType<String> CLIENT_ID =
      ValueType.matching("[A-Za-z0-9._:-]{1,64}", "1 to 64 letters, digits, and . _ : -");
  static final ValueType<String> TEXT =
      ValueType.matching("[^\\x00-\\x1f]+", A_TEXT).and(text -> sendable(text, MOST_BYTES));
  static final ValueType<Secret> SECRET = ValueType.secret(A_TEXT, ValueTypes::secret);
  static final ValueType<Secret> PIN = ValueType.secret(A_PIN, ValueTypes::pin);
  static final ValueType<String> MAC =
      ValueType.matching(
          "[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}", "six pairs of hexadecimal digits joined by colons");
  static final ValueType<Path> PATH = ValueType.of("the path of a file", ValueTypes::path);
  static final ValueType<Path> SECRET_PATH =
      ValueType.secret("the path of a file", ValueTypes::path);
  static final ValueType<Fsync> FSYNC = fsync();
  static final ValueType<WebConfig> LISTEN =
      ValueType.of(
          "an address of this machine with a port, such as 127.0.0.1:8080",
          "([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5}",
          ValueTypes::listen);

  static final ValueType<String> POSTGRES_URL =
      ValueType.of(
          "a JDBC URL of PostgreSQL, jdbc:postgresql://host:5432/database",
          "jdbc:postgresql://.+",
          ValueTypes::postgresUrl);

  private static final int LONGEST_DISPLAY_NAME = 64;
  private static final Pattern MQTT_URL_FORM =
      Pattern.compile(
          "(?<scheme>(?:mqtt|ws)s?)://(?:(?<name>[A-Za-z0-9._-]+)|\\[(?<ip6>[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._-]+)?)])"
              + "(?::(?<port>[0-9]{1,5}))?(?<path>[/?][!-~&&[^#]]*)?"
              + "|embedded:(?<own>[0-9]{1,5})?");

  private ValueTypes() {}

  static ValueType<Duration> duration(String least, String most) {
    return ValueType.between(
        "a duration", Amounts.DURATION_PATTERN, Amounts::duration, least, most);
  }

  static ValueType<Long> size(String least, String most) {
    return ValueType.between("a size", Amounts.SIZE_PATTERN, Amounts::bytes, least, most);
  }

  static ValueType<Integer> count(int least, int most) {
    return ValueType.between(
        "a whole number",
        "[0-9]{1,9}",
        text -> {
          if (!text.matches("[0-9]{1,9}")) {
            throw ValueException.of("a whole number", text);
          }
          return Integer.valueOf(text);
        },
        Integer.toString(least),
        Integer.toString(most));
  }

  private static ValueType<Fsync> fsync() {
    ValueType<Duration> interval = duration("1s", "1h");
    String expected = "always, never or " + interval.expected();
    return ValueType.of(
        expected,
        "always|never|" + interval.pattern().orElseThrow(),
        text ->
            switch (text) {
              case "always" -> new Fsync.Always();
              case "never" -> new Fsync.Never();
              default -> {
                if (text.matches("[a-z]*")) {
                  throw ValueException.of(expected, text);
                }
                yield new Fsync.Every(interval.parse(text));
              }
            });
  }

  /// The name of a battery.
  ///
  /// @throws ValueException with one sentence when it is none
  public static String batteryName(String text) throws ValueException {
    if (text.equals("bridge")) {
      throw new ValueException("bridge names the program itself; choose another name");
    }
    return PLAIN_NAME.parse(text);
  }

  /// A name that is one level of a topic.
  ///
  /// @throws ValueException with one sentence when it cannot be that
  public static String siteName(String text) throws ValueException {
    if (text.equals("bridge")) {
      throw new ValueException("bridge names the program itself; choose another name");
    } else if (!text.matches(SITE_PATTERN)) {
      throw ValueException.of(SITE.expected(), text);
    }
    return text;
  }

  /// Without what cannot be seen: control characters, and those that turn the direction of writing.
  private static String displayName(String text) throws ValueException {
    String seen = text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ").replaceAll("\\p{C}", "").strip();
    if (seen.isEmpty() || seen.codePointCount(0, seen.length()) > LONGEST_DISPLAY_NAME) {
      throw ValueException.of(DISPLAY_NAME.expected(), seen);
    }
    return seen;
  }

  private static Address address(String text) throws ValueException {
    try {
      return AddressParser.parse(text);
    } catch (AddressException e) {
      throw new ValueException(String.valueOf(e.getMessage()));
    }
  }

  private static WebConfig listen(String text) throws ValueException {
    if (!text.matches(LISTEN.pattern().orElseThrow())) {
      throw ValueException.of(LISTEN.expected(), text);
    }
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
    return new WebConfig(host, port(text.substring(colon + 1), 0), Optional.empty(), false);
  }

  /// The broker. The message of a failure never quotes the text, for it may hold a password.
  ///
  /// @throws ValueException with one sentence when it cannot be that
  public static MqttUrl mqttUrl(String text) throws ValueException {
    if (text.contains("@")) {
      throw new ValueException(
          "a user does not belong into the URL; use the keys username and password");
    }
    Matcher form = MQTT_URL_FORM.matcher(text);
    if (!form.matches()) {
      throw new ValueException("expected " + MQTT_URL.expected() + ", found something else");
    }
    String scheme = form.group("scheme");
    if (scheme == null) {
      return new MqttUrl.Embedded(port(form.group("own"), 1883));
    }
    boolean tls = scheme.endsWith("s") && !scheme.equals("ws");
    String host = form.group("name") == null ? form.group("ip6") : form.group("name");
    String path = form.group("path") == null ? "" : form.group("path");
    if (scheme.startsWith("ws")) {
      int port = port(form.group("port"), tls ? 443 : 80);
      return new MqttUrl.Remote(host, port, tls, Optional.of(webSocket(path)));
    } else if (!path.isEmpty() && !path.equals("/")) {
      throw new ValueException("only ws:// and wss:// have a path; end the URL with the port");
    }
    return new MqttUrl.Remote(host, port(form.group("port"), tls ? 8883 : 1883), tls);
  }

  /// The message of a failure never quotes the text, for it may hold a password.
  private static String postgresUrl(String text) throws ValueException {
    if (text.matches(".*(//[^/?]*@|[?&](user|password)=).*")) {
      throw new ValueException(
          "a user does not belong into the URL; use the keys username and password");
    }
    if (!text.matches("jdbc:postgresql://[A-Za-z0-9._:,\\[\\]-]*/[^/?#\\s]+(\\?[^#\\s]*)?")) {
      throw new ValueException("expected " + POSTGRES_URL.expected() + ", found something else");
    }
    return text;
  }

  /// The library writes them once more, and must come to the same.
  private static String webSocket(String path) throws ValueException {
    try {
      URI uri = new URI("ws://host" + path);
      if (new URI("ws", "host", uri.getPath(), uri.getQuery(), null).equals(uri)) {
        return path;
      }
    } catch (URISyntaxException _) {
      // The same advice.
    }
    throw new ValueException(
        "path and query of the URL may hold %20 and the like for what cannot stand there as it is, but nothing else with a %");
  }

  private static int port(@Nullable String text, int standard) throws ValueException {
    int port = text == null ? standard : Integer.parseInt(text);
    if (port < 1 || port > 65535) {
      throw new ValueException("the port " + port + " is not from 1 to 65535");
    }
    return port;
  }

  private static Secret secret(String text) throws ValueException {
    if (text.isEmpty()) {
      throw new ValueException("the secret is empty");
    }
    return new Secret(sendable(text, MOST_BYTES));
  }

  /// The message of a failure does not quote it.
  private static Secret pin(String text) throws ValueException {
    if (!PIN_FORM.matcher(text).matches()) {
      throw new ValueException("expected " + A_PIN + ", found something else");
    }
    return new Secret(text);
  }

  private static String sendable(String text, int most) throws ValueException {
    if (text.getBytes(StandardCharsets.UTF_8).length > most) {
      throw new ValueException("longer than " + most + " bytes, which MQTT has no room for");
    }
    return text;
  }

  private static Path path(String text) throws ValueException {
    if (text.isEmpty()) {
      throw new ValueException("the path is empty");
    } else if (text.startsWith("~")) {
      throw new ValueException("~ is not replaced by the home folder; write ${HOME}");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException _) {
      throw noPath();
    }
  }

  /// What no file can be called. Without the launcher that is every letter beyond ASCII where the
  /// locale is not set.
  public static ValueException noPath() {
    return new ValueException(
        "this cannot be the path of a file; if it holds letters beyond ASCII, start with LC_ALL=C.UTF-8");
  }
}
