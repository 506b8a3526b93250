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
import java.util.List;
import java.util.stream.Stream;

/// The table of keys of the file that `ingest` reads. Of its section `mqtt` the most are those of
/// the service.
final class IngestKeys {

  static final Key<String> GROUP =
      new Key<>(
          MQTT,
          "group",
          ValueTypes.PLAIN_NAME,
          DEFAULTED,
          List.of("cellwarden"),
          "Group of those who share what the sites publish: each message goes to one of them.");
  static final Key<Integer> RECEIVE_MAXIMUM =
      new Key<>(
          MQTT,
          "receive_maximum",
          ValueTypes.count(1, 10_000),
          DEFAULTED,
          List.of("1000"),
          "Messages that the broker may send before the first of them is in the database.");

  static final Key<Duration> GRACE =
      new Key<>(
          MQTT,
          "grace",
          ValueTypes.duration("1s", "1d"),
          DEFAULTED,
          List.of("1m"),
          "How long a number that is missing may come by itself, before the site is asked for it.");

  static final Key<String> DATABASE_URL =
      new Key<>(
          DATABASE,
          "url",
          ValueTypes.POSTGRES_URL,
          REQUIRED,
          List.of("jdbc:postgresql://127.0.0.1/cellwarden"),
          "The database, as JDBC names it.");
  static final Key<String> DATABASE_USERNAME =
      new Key<>(
          DATABASE,
          "username",
          ValueTypes.TEXT,
          OPTIONAL,
          List.of("cellwarden"),
          "User at the database.");
  static final Key<Secret> DATABASE_PASSWORD =
      new Key<>(
          DATABASE,
          "password",
          ValueTypes.SECRET,
          OPTIONAL,
          List.of("${DATABASE_PASSWORD}"),
          "Password of that user; better kept out of this file.");
  static final Key<Path> DATABASE_PASSWORD_FILE =
      new Key<>(
          DATABASE,
          "password_file",
          ValueTypes.SECRET_PATH,
          OPTIONAL,
          List.of("database_password"),
          "File that holds the password instead; a relative path starts at the folder of this file.");
  static final Key<Integer> BATCH =
      new Key<>(
          DATABASE,
          "batch",
          ValueTypes.count(1, 10_000),
          DEFAULTED,
          List.of("500"),
          "Messages that are written in one transaction, at most.");

  static final Key<WebConfig> LISTEN =
      new Key<>(
          METRICS,
          "listen",
          ValueTypes.LISTEN,
          REQUIRED,
          List.of("127.0.0.1:9464", "0.0.0.0:9464"),
          "Where /metrics is, for Prometheus, and /healthz; everybody who reaches it may look.");

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

  private static final List<Key<?>> OWN =
      List.of(
          GROUP,
          RECEIVE_MAXIMUM,
          GRACE,
          DATABASE_URL,
          DATABASE_USERNAME,
          DATABASE_PASSWORD,
          DATABASE_PASSWORD_FILE,
          BATCH,
          LISTEN);

  private IngestKeys() {}

  static List<Key<?>> of(Key.Section section) {
    return all().stream().filter(key -> key.section() == section).toList();
  }

  static List<Key<?>> all() {
    return Stream.concat(OF_THE_SERVICE.stream(), OWN.stream()).toList();
  }
}
