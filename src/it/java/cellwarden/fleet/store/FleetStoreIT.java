package cellwarden.fleet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.fleet.message.FleetMessage;
import cellwarden.fleet.message.MessageReader;
import cellwarden.settings.IngestConfig.DatabaseConfig;
import cellwarden.testing.OwnDatabase;
import cellwarden.testing.Postgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Batches, and what becomes of them in a real PostgreSQL.
final class FleetStoreIT {

  private static final Instant NOW = Instant.parse("2026-11-22T15:00:00Z");

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  private final MessageReader reader = new MessageReader("fleet", InstantSource.fixed(NOW));

  @Test
  void writesEachSampleOnceWithAllItsValues() throws Exception {
    List<FleetMessage> batch =
        List.of(
            sample(1, "\"voltage\":13.31,\"cells\":[3.328,3.327],\"temperatures\":[null,21.4]"),
            sample(2, "\"balancing\":[1,2],\"protections\":[\"a\\\"b\"],\"link\":{\"attempts\":1}"),
            sample(1, "\"voltage\":13.31"));
    try (FleetStore store = prepared()) {
      assertThat(store.write(batch)).isEqualTo(new Written(2, 1, 0, 0));
      assertThat(store.write(batch)).isEqualTo(new Written(0, 3, 0, 0));
    }
    assertThat(
            ask(
                "select seq, voltage, cells, temperatures, balancing, protections, extra from sample order by seq"))
        .containsExactly(
            "1|13.31|{3.328,3.327}|{NULL,21.4}|null|null|null",
            "2|null|null|null|{1,2}|{\"a\\\"b\"}|{\"link\": {\"attempts\": 1}}");
    assertThat(ask("select site, journal, received from journal"))
        .containsExactly("cabin|3f9a2c1d|{[1,3)}");
    assertThat(
            ask(
                "select site, battery, last_time = timestamptz '2026-11-22T14:00:02Z' from battery"))
        .containsExactly("cabin|house|t");
  }

  @Test
  void oneRefusedRowDoesNotStopTheOthers() throws Exception {
    try (FleetStore store = prepared()) {
      Postgres.run(OWN.url(), "alter table sample add check (voltage < 100)");
      List<FleetMessage> batch =
          Stream.iterate(1, i -> i <= 100, i -> i + 1)
              .map(i -> sample(i, "\"voltage\":" + (i % 30 == 0 ? 500 : 13)))
              .toList();
      assertThat(store.write(batch)).isEqualTo(new Written(97, 0, 0, 3));
      assertThat(store.write(batch)).isEqualTo(new Written(0, 97, 0, 3));
    }
    assertThat(ask("select site, battery, times, reason from reject limit 1").getFirst())
        .startsWith("cabin|house|2|new row for relation")
        .contains("violates check constraint");
    assertThat(ask("select count(*) from reject")).containsExactly("3");
    assertThat(ask("select received from journal")).containsExactly("{[1,101)}");
  }

  @Test
  void whatTheDatabaseCannotHoldStopsNothing() throws Exception {
    String random =
        new Random(1)
            .ints(9000, 'a', 'z' + 1)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    List<FleetMessage> batch =
        List.of(
            // Longer than the key of an index.
            read(
                "fleet/cabin/house/event",
                "{\"time\":\"2026-11-22T14:00:00Z\",\"battery\":\"house\",\"event\":\"%s\"}"
                    .formatted(random)),
            new FleetMessage.Answer(
                "cabin", "t", Optional.of("done"), Optional.empty(), "a\0b", 0, "{}"),
            new FleetMessage.Reject(
                Optional.of("ca\0bin"),
                Optional.empty(),
                "t",
                new byte[1],
                1,
                "r",
                Optional.empty()),
            sample(1, "\"voltage\":13"));
    try (FleetStore store = prepared()) {
      assertThat(store.write(batch)).isEqualTo(new Written(1, 0, 0, 3));
    }
  }

  @Test
  void lockIsWaitedForShorterThanTheDatabaseForAnAnswer() throws Exception {
    try (Connection connection = database().connect();
        Statement show = connection.createStatement();
        ResultSet row = show.executeQuery("show lock_timeout")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("30s");
    }
  }

  @Test
  void eventsRejectsAndStatesAreWrittenOnce() throws Exception {
    String event =
        "{\"time\":\"2026-11-22T14:00:00Z\",\"battery\":\"house\",\"event\":\"link_back\",\"data\":{\"attempts\":10},\"id\":7}";
    List<FleetMessage> batch =
        List.of(
            read("fleet/cabin/house/event", event),
            read("fleet/cabin/house", "{"),
            read("fleet/cabin/'; drop table sample --", "{}"),
            read("fleet/cabin/house/availability", "online"),
            read("fleet/cabin/bridge/state", "offline"),
            read("fleet/cabin/nothing/of/ours", "x"));
    try (FleetStore store = prepared()) {
      assertThat(store.write(batch)).isEqualTo(new Written(0, 0, 1, 2));
      assertThat(store.write(batch)).isEqualTo(new Written(0, 0, 0, 2));
    }
    assertThat(ask("select site, battery, event, seq, data from event"))
        .containsExactly("cabin|house|link_back|7|{\"attempts\": 10}");
    assertThat(
            ask(
                "select battery, topic, times, convert_from(payload, 'UTF8') from reject order by length"))
        .containsExactly(
            "house|fleet/cabin/house|2|{", "null|fleet/cabin/'; drop table sample --|2|{}");
    assertThat(ask("select site, online from site")).containsExactly("cabin|f");
    assertThat(ask("select site, battery, online from battery")).containsExactly("cabin|house|t");
  }

  @Test
  void whatWasReadLongAgoGetsItsMonth() throws Exception {
    try (FleetStore store = prepared()) {
      assertThat(
              store.write(
                  List.of(at(1, "2020-01-01T00:00:00Z"), at(2, "2026-02-28T23:59:59.999Z"))))
          .isEqualTo(new Written(2, 0, 0, 0));
    }
    assertThat(ask("select tableoid::regclass from sample order by time"))
        .containsExactly("sample_2020_01", "sample_2026_02");
    assertThat(ask("select bucket at time zone 'UTC', samples from sample_daily order by 1"))
        .containsExactly("2020-01-01 00:00:00|1", "2026-02-28 00:00:00|1");
  }

  @Test
  void rejectsKeepSoMuchOfWhatIsLarge() throws Exception {
    try (FleetStore store = prepared()) {
      assertThat(
              store.write(List.of(read("fleet/cabin/house", "{\"seq\":7," + "x".repeat(60_000)))))
          .isEqualTo(new Written(0, 0, 0, 1));
    }
    assertThat(ask("select length, length(payload) from reject")).containsExactly("60009|16384");
    assertThat(ask("select received from journal")).containsExactly("{[7,8)}");
  }

  @Test
  void nextMonthIsThereBeforeItBegins() throws Exception {
    try (FleetStore store = prepared()) {
      assertThat(store.write(List.of())).isEqualTo(Written.NOTHING);
    }
    assertThat(ask("select inhrelid::regclass from pg_inherits order by 1"))
        .contains("sample_2026_11", "sample_2026_12");
  }

  /// With the statements of the documentation.
  @Test
  void aWriterNeedsNoRightToMakeTables() throws Exception {
    Postgres.run(OWN.url(), "create role fleet_owner login");
    Postgres.run(OWN.url(), "alter schema public owner to fleet_owner");
    as("fleet_owner").prepare();
    for (String statement : rolesOfTheDocumentation()) {
      Postgres.run(OWN.url(), statement);
    }
    Database database = as("ingest");
    database.prepare();
    try (FleetStore store = FleetStore.open(database, InstantSource.fixed(NOW));
        GapStore gaps = GapStore.open(database)) {
      List<FleetMessage> batch =
          List.of(
              sample(3, "\"voltage\":13"),
              at(5, "2025-02-28T23:59:59.999Z"),
              read(
                  "fleet/cabin/house/event",
                  "{\"time\":\"2026-11-22T14:00:00Z\",\"battery\":\"house\",\"event\":\"link_back\"}"),
              read("fleet/cabin/house", "{"),
              read("fleet/cabin/house/availability", "online"),
              read("fleet/cabin/bridge/state", "offline"));
      assertThat(store.write(batch)).isEqualTo(new Written(2, 0, 1, 1));
      assertThat(store.write(batch)).isEqualTo(new Written(0, 2, 0, 1));
      GapStore.Look look = gaps.look(Duration.ZERO, Duration.ofMinutes(1), Duration.ofDays(90));
      assertThat(look.open()).isEqualTo(1);
      assertThat(
              store.write(
                  List.of(
                      read(
                          "fleet/cabin/bridge/response/replay",
                          "{\"data\":{\"state\":\"done\",\"missing\":[[1,2],[4,4]]},\"transaction\":\"%s\"}"
                              .formatted(look.asks().getFirst().transaction())))))
          .isEqualTo(Written.NOTHING);
      assertThat(gaps.look(Duration.ZERO, Duration.ofMinutes(1), Duration.ofDays(90)).givenUp())
          .isEqualTo(1);
    }
    assertThat(
            ask(
                "select has_schema_privilege('ingest', 'public', 'create'), has_table_privilege('ingest', 'sample', 'delete, update, truncate')"))
        .containsExactly("f|f");
    assertThat(
            ask(
                "select has_table_privilege('grafana', 'sample_2025_02', 'select'), has_function_privilege('grafana', 'make_sample_partition(date)', 'execute')"))
        .containsExactly("t|f");
    Postgres.run(OWN.url(), "delete from schema_version where version = '3'");
    assertThatThrownBy(as("ingest")::prepare)
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.isHopeless()).isFalse())
        .hasMessageStartingWith("its tables are missing or of an earlier version, and this user")
        .hasMessageEndingWith("'cellwarden ingest --migrate' does it as their owner");
  }

  private static List<String> rolesOfTheDocumentation() throws IOException {
    return Pattern.compile("(?s)```sql\n(create role .*?)```")
        .matcher(Files.readString(Path.of("docs/reference/ingest.md")))
        .results()
        .map(block -> block.group(1).replace("for role cellwarden", "for role fleet_owner"))
        .toList();
  }

  private static Database as(String user) {
    return new Database(new DatabaseConfig(OWN.url(), Optional.of(user), Optional.empty()));
  }

  @Test
  void tablesOfALaterVersionAreLeftAlone() throws Exception {
    Database database = database();
    database.prepare();
    database.prepare();
    Postgres.run(
        OWN.url(),
        "insert into schema_version (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)"
            + " values (1000, '999', 'later', 'SQL', 'V999__later.sql', 1, 'x', 1, true)");
    assertThatThrownBy(database::prepare)
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.isHopeless()).isTrue())
        .hasMessage("its tables are of version 999, made by a later Cellwarden; update this one");
  }

  private FleetMessage sample(int seq, String values) {
    return read(
        "fleet/cabin/house",
        "{\"seq\":%d,\"time\":\"2026-11-22T14:00:%02d.000Z\",\"battery\":\"house\",%s}"
            .formatted(seq, seq % 60, values));
  }

  private FleetMessage at(int seq, String time) {
    return read(
        "fleet/cabin/house",
        "{\"seq\":%d,\"time\":\"%s\",\"battery\":\"house\"}".formatted(seq, time));
  }

  private FleetMessage read(String topic, String payload) {
    return reader.read(
        topic, payload.getBytes(StandardCharsets.UTF_8), payload.length(), Optional.of("3f9a2c1d"));
  }

  private FleetStore prepared() throws StoreException {
    database().prepare();
    return FleetStore.open(database(), InstantSource.fixed(NOW));
  }

  private Database database() {
    return as(Postgres.user());
  }

  private List<String> ask(String sql) throws SQLException {
    return Postgres.ask(OWN.url(), sql);
  }
}
