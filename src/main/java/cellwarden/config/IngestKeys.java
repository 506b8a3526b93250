package cellwarden.config;

import static cellwarden.config.Key.Need.DEFAULTED;
import static cellwarden.config.Key.Need.OPTIONAL;
import static cellwarden.config.Key.Need.REQUIRED;
import static cellwarden.config.Key.Section.DATABASE;
import static cellwarden.config.Key.Section.METRICS;
import static cellwarden.config.Key.Section.MQTT;

import cellwarden.settings.Secret;
import cellwarden.settings.WebConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The table of keys of the file that `ingest` reads. Of its section `mqtt` the most are those of
/// the service.
final class IngestKeys {

  private static final List<Key<?>> OWN = new ArrayList<>();

  static final Key<String> GROUP =
      row(
          "Group of those who share what the sites publish: each message goes to one of them.",
          Keys.key(MQTT, "group", DEFAULTED, ValueTypes.PLAIN_NAME, "cellwarden"));
  static final Key<Integer> RECEIVE_MAXIMUM =
      row(
          "Messages that the broker may send before the first of them is in the database.",
          Keys.key(MQTT, "receive_maximum", DEFAULTED, ValueTypes.count(1, 10_000), "1000"));

  static final Key<Duration> GRACE =
      row(
          "How long a number that is missing may come by itself, before the site is asked for it.",
          Keys.key(MQTT, "grace", DEFAULTED, ValueTypes.duration("1s", "1d"), "1m"));

  static final Key<String> DATABASE_URL =
      row(
          "The database, as JDBC names it.",
          Keys.key(
              DATABASE,
              "url",
              REQUIRED,
              ValueTypes.POSTGRES_URL,
              "jdbc:postgresql://127.0.0.1/cellwarden"));
  static final Key<String> DATABASE_USERNAME =
      row(
          "User at the database.",
          Keys.key(DATABASE, "username", OPTIONAL, ValueTypes.TEXT, "cellwarden"));
  static final Key<Secret> DATABASE_PASSWORD =
      row(
          "Password of that user; better kept out of this file.",
          Keys.key(DATABASE, "password", OPTIONAL, ValueTypes.SECRET, "${DATABASE_PASSWORD}"));
  static final Key<Path> DATABASE_PASSWORD_FILE =
      row(
          "File that holds the password instead; a relative path starts at the folder of this file.",
          Keys.key(
              DATABASE, "password_file", OPTIONAL, ValueTypes.SECRET_PATH, "database_password"));
  static final Key<Integer> BATCH =
      row(
          "Messages that are written in one transaction, at most.",
          Keys.key(DATABASE, "batch", DEFAULTED, ValueTypes.count(1, 10_000), "500"));

  static final Key<WebConfig> LISTEN =
      row(
          "Where /metrics is, for Prometheus, and /healthz; everybody who reaches it may look.",
          Keys.key(
              METRICS, "listen", REQUIRED, ValueTypes.LISTEN, "127.0.0.1:9464", "0.0.0.0:9464"));

  private static final List<Key<?>> OF_THE_SERVICE =
      List.of(
          Keys.URL,
          Keys.USERNAME,
          Keys.PASSWORD,
          Keys.PASSWORD_FILE,
          Keys.BASE_TOPIC,
          Keys.CLIENT_ID,
          Keys.CA_FILE,
          Keys.CLIENT_CERTIFICATE,
          Keys.CLIENT_KEY);

  private IngestKeys() {}

  static List<Key<?>> of(Key.Section section) {
    return all().stream().filter(key -> key.section() == section).toList();
  }

  static List<Key<?>> all() {
    return Stream.concat(OF_THE_SERVICE.stream(), OWN.stream()).toList();
  }

  private static <T> Key<T> row(String meaning, Key<T> key) {
    Key<T> row = key.meaning(meaning);
    OWN.add(row);
    return row;
  }
}
