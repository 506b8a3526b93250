package cellwarden.fleet.store;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.fleet.message.FleetMessage;
import cellwarden.fleet.message.MessageReader;
import cellwarden.fleet.store.GapStore.Ask;
import cellwarden.fleet.store.GapStore.Look;
import cellwarden.settings.IngestConfig.DatabaseConfig;
import cellwarden.testing.OwnDatabase;
import cellwarden.testing.Postgres;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Which numbers are missed, asked for, and given up.
final class GapStoreIT {

  private static final Instant NOW = Instant.parse("2026-11-22T15:00:00Z");
  private static final Duration LONG = Duration.ofDays(90);
  private static final Duration PATIENT = Duration.ofHours(1);

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  private final MessageReader reader = new MessageReader("fleet", InstantSource.fixed(NOW));

  @BeforeEach
  void prepare() throws Exception {
    database().prepare();
  }

  @Test
  void asksForWhatIsMissingAndHeals() throws Exception {
    write("a", "J", 1, 2, 3, 200, 201);
    Ask ask = look().asks().getFirst();
    assertThat(ask.site()).isEqualTo("a");
    assertThat(List.of(ask.fromSeq(), ask.toSeq())).containsExactly(4L, 199L);

    assertThat(look()).as("it is asked for once").isEqualTo(new Look(List.of(), 0, 0, 1));

    write("a", "J", LongStream.rangeClosed(4, 199).toArray());
    assertThat(look()).isEqualTo(new Look(List.of(), 1, 0, 0));
    assertThat(ask("select outcome, reason, asks from gap")).containsExactly("healed|null|1");
  }

  @Test
  void waitsForWhatComesByItself() throws Exception {
    write("a", "J", 1, 5);
    try (GapStore gaps = GapStore.open(database())) {
      assertThat(gaps.look(Duration.ofHours(1), PATIENT, LONG))
          .isEqualTo(new Look(List.of(), 0, 0, 1));
      write("a", "J", 2, 3, 4);
      assertThat(gaps.look(Duration.ofHours(1), PATIENT, LONG))
          .isEqualTo(new Look(List.of(), 1, 0, 0));
    }
  }

  @Test
  void whileHistoryComesNothingIsAskedFor() throws Exception {
    write("a", "J", 5);
    try (FleetStore store = FleetStore.open(database(), InstantSource.fixed(NOW))) {
      store.write(List.of(sample("fleet/a/house/history", "J", 1)));
    }
    try (GapStore gaps = GapStore.open(database())) {
      assertThat(gaps.look(Duration.ofHours(1), PATIENT, LONG).asks()).isEmpty();
      Postgres.run(
          OWN.url(),
          "update gap set ask_after = now(); update journal set history_at = now() - interval '59 minutes'");
      assertThat(gaps.look(Duration.ofHours(1), PATIENT, LONG).asks()).isEmpty();
      Postgres.run(OWN.url(), "update journal set history_at = now() - interval '61 minutes'");
      assertThat(gaps.look(Duration.ofHours(1), PATIENT, LONG).asks()).hasSize(1);
    }
  }

  @Test
  void oneGapOfASiteAtATimeAndNearHolesTogether() throws Exception {
    write("a", "J", 1, 3, 5, 2000);
    write("a", "J", LongStream.rangeClosed(1000, 1100).toArray());
    write("b", "J", 1, 10);
    write("c", "J", 1, 2, 3);
    assertThat(look().asks()).extracting(Ask::site).containsExactly("a", "b");
    assertThat(ask("select site, from_seq, to_seq from gap order by site, from_seq"))
        .containsExactly("a|2|999", "a|1101|1999", "b|2|9");
    assertThat(look().asks()).isEmpty();
  }

  @Test
  void newJournalIsNoGap() throws Exception {
    write("a", "J", 1, 2, 3);
    write("a", "K", 1, 2);
    assertThat(look()).isEqualTo(new Look(List.of(), 0, 0, 0));
  }

  @Test
  void largeGapIsAskedForInParts() throws Exception {
    write("a", "J", 100_000);
    Ask first = look().asks().getFirst();
    assertThat(List.of(first.fromSeq(), first.toSeq())).containsExactly(1L, 10_000L);
    answer(
        "a",
        first,
        "\"state\":\"done\",\"sent\":0,\"journal\":\"J\",\"last\":100000,\"missing\":[[1,10000]]");
    Postgres.run(OWN.url(), "update gap set ask_after = now()");
    Ask second = look().asks().getFirst();
    assertThat(List.of(second.fromSeq(), second.toSeq())).containsExactly(10_001L, 20_000L);
  }

  @Test
  void whatTheJournalDoesNotHaveIsGivenUp() throws Exception {
    write("a", "J", 1, 10);
    answer(
        "a",
        look().asks().getFirst(),
        "\"state\":\"done\",\"sent\":6,\"journal\":\"J\",\"last\":10,\"missing\":[[2,3],[9,50]]");
    write("a", "J", 4, 5, 6, 7, 8);
    assertThat(look()).isEqualTo(new Look(List.of(), 0, 1, 0));
    assertThat(ask("select outcome, reason from gap"))
        .containsExactly("given up|the journal of the site does not have it any more");
    assertThat(ask("select given_up from journal")).containsExactly("{[2,4),[9,10)}");

    write("a", "J", 2);
    assertThat(ask("select count(*) from sample where seq = 2")).containsExactly("1");
  }

  @Test
  void journalThatIsNotThereAnyMoreIsGivenUp() throws Exception {
    write("a", "J", 1, 10);
    answer(
        "a",
        look().asks().getFirst(),
        "\"state\":\"done\",\"sent\":0,\"journal\":\"K\",\"last\":10,\"missing\":[]");
    assertThat(look()).isEqualTo(new Look(List.of(), 0, 1, 0));
    assertThat(ask("select reason from gap")).containsExactly("the site has another journal now");
  }

  @Test
  void siteThatDoesNotAnswerIsAskedAgainAndAtLastGivenUp() throws Exception {
    write("a", "J", 1, 10);
    try (GapStore gaps = GapStore.open(database())) {
      assertThat(gaps.look(Duration.ZERO, Duration.ZERO, LONG).asks()).hasSize(1);
      assertThat(gaps.look(Duration.ZERO, Duration.ZERO, LONG).asks()).hasSize(1);
      Postgres.run(OWN.url(), "update gap set noticed_at = now() - interval '91 days'");
      assertThat(gaps.look(Duration.ZERO, Duration.ZERO, LONG))
          .isEqualTo(new Look(List.of(), 0, 1, 0));
    }
    assertThat(ask("select asks, reason from gap"))
        .containsExactly("2|the site did not deliver it in time");
  }

  @Test
  void errorIsKeptAndAskedAgainLater() throws Exception {
    write("a", "J", 1, 10);
    Ask ask = look().asks().getFirst();
    try (FleetStore store = FleetStore.open(database(), InstantSource.fixed(NOW))) {
      store.write(
          List.of(
              read(
                  "fleet/a/bridge/response/replay",
                  "{\"status\":\"error\",\"error\":\"another replay is being sent\",\"transaction\":\"%s\"}"
                      .formatted(ask.transaction()),
                  "J")));
    }
    assertThat(look()).isEqualTo(new Look(List.of(), 0, 0, 1));
    assertThat(ask("select reason, transaction from gap"))
        .containsExactly("another replay is being sent|null");
  }

  @Test
  void answerToAnotherOrOfAnotherSiteChangesNothing() throws Exception {
    write("a", "J", 1, 10);
    Ask ask = look().asks().getFirst();
    answer("b", ask, "\"state\":\"done\",\"journal\":\"K\",\"last\":10,\"missing\":[[1,10]]");
    answer(
        "a",
        new Ask("a", 1, 2, "other"),
        "\"state\":\"done\",\"journal\":\"K\",\"last\":10,\"missing\":[[1,10]]");
    assertThat(ask("select given_up from journal")).containsExactly("{}");
    assertThat(ask("select transaction is not null from gap")).containsExactly("t");
  }

  private Look look() throws StoreException {
    try (GapStore gaps = GapStore.open(database())) {
      return gaps.look(Duration.ZERO, PATIENT, LONG);
    }
  }

  private void write(String site, String journal, long... numbers) throws StoreException {
    try (FleetStore store = FleetStore.open(database(), InstantSource.fixed(NOW))) {
      store.write(
          LongStream.of(numbers)
              .mapToObj(seq -> sample("fleet/" + site + "/house", journal, seq))
              .toList());
    }
  }

  private void answer(String site, Ask ask, String data) throws StoreException {
    try (FleetStore store = FleetStore.open(database(), InstantSource.fixed(NOW))) {
      store.write(
          List.of(
              read(
                  "fleet/" + site + "/bridge/response/replay",
                  "{\"status\":\"ok\",\"data\":{%s},\"transaction\":\"%s\"}"
                      .formatted(data, ask.transaction()),
                  "")));
    }
  }

  private FleetMessage sample(String topic, String journal, long seq) {
    return read(
        topic,
        "{\"seq\":%d,\"time\":\"%s\",\"battery\":\"house\"}"
            .formatted(seq, Instant.parse("2026-11-22T00:00:00Z").plusMillis(seq)),
        journal);
  }

  private FleetMessage read(String topic, String payload, String journal) {
    return reader.read(
        topic, payload.getBytes(StandardCharsets.UTF_8), payload.length(), Optional.of(journal));
  }

  private Database database() {
    return new Database(
        new DatabaseConfig(OWN.url(), Optional.of(Postgres.user()), Optional.empty()));
  }

  private List<String> ask(String sql) throws SQLException {
    return Postgres.ask(OWN.url(), sql);
  }
}
