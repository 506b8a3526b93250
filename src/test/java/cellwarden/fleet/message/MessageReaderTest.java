package cellwarden.fleet.message;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.fleet.message.FleetMessage.Happened;
import cellwarden.fleet.message.FleetMessage.Nothing;
import cellwarden.fleet.message.FleetMessage.Place;
import cellwarden.fleet.message.FleetMessage.Reachable;
import cellwarden.fleet.message.FleetMessage.Reject;
import cellwarden.fleet.message.FleetMessage.Taken;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What comes of a message, whatever it holds.
final class MessageReaderTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:00:00Z");
  private static final String LIVE = "fleet/cabin-17/house";
  private static final String HISTORY = LIVE + "/history";
  private static final Optional<String> JOURNAL = Optional.of("3f9a2c1d");
  private static final String HEAD =
      "{\"seq\":7,\"time\":\"2026-11-22T14:00:00.123Z\",\"battery\":\"house\"";

  private final MessageReader reader = new MessageReader("fleet", InstantSource.fixed(NOW));

  @Test
  void whatIsTooLargeIsRefused() {
    String sample = HEAD + ",\"voltage\":13}";
    assertThat(read(LIVE, sample + " ".repeat(MessageReader.LARGEST - sample.length())))
        .isInstanceOf(Taken.class);
    assertThat(reject(LIVE, sample + " ".repeat(MessageReader.LARGEST)).reason())
        .isEqualTo("the message is larger than 32768 bytes");
  }

  /// Else its site would be asked for it again and again, for as long as a gap may last.
  @Test
  void numberOfASampleThatCannotBeReadWholeIsTakenAllTheSame() {
    String beginning = HEAD + ",\"x\":\"" + "x".repeat(MessageReader.LARGEST);
    assertThat(reader.read(HISTORY, bytes(beginning), 1 << 20, JOURNAL))
        .isInstanceOfSatisfying(
            Reject.class,
            reject -> {
              assertThat(reject.length()).isEqualTo(1 << 20);
              assertThat(reject.place()).contains(new Place("cabin-17", "3f9a2c1d", 7));
            });
    assertThat(reject(LIVE, "{\"seq\":7,\"voltage\":NaN}").place())
        .contains(new Place("cabin-17", "3f9a2c1d", 7));
    for (String none :
        List.of(
            "{\"seq\":7",
            "{\"seq\":0,",
            "{\"seq\":99999999999999999999,",
            "{\"x\":{\"seq\":7,",
            "[{\"seq\":7,")) {
      assertThat(reject(LIVE, none).place()).as(none).isEmpty();
    }
  }

  @Test
  void numberIsNotTakenForAnother() {
    assertThat(reject(LIVE, HEAD.replace("house", "van") + "}").place()).isEmpty();
    assertThat(reject(LIVE + "/event", "{\"seq\":7,").place()).isEmpty();
    assertThat(reader.read(LIVE, bytes("{\"seq\":7,"), 9, Optional.of("a".repeat(65))))
        .isInstanceOfSatisfying(
            Reject.class,
            reject -> {
              assertThat(reject.reason()).isEqualTo("the id of the journal is longer than 64");
              assertThat(reject.place()).isEmpty();
            });
    assertThat(reader.read(LIVE, bytes(HEAD + "}"), 9, Optional.of("a\0")))
        .isInstanceOfSatisfying(
            Reject.class,
            reject -> assertThat(reject.reason()).isEqualTo("the id of the journal holds a NUL"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "` `; it is no JSON object",
        "[1]; it is no JSON object",
        "{}{}; it is no JSON object: what stands from byte 2 on is wrong"
      })
  void saysWhereItIsNoJsonOnlyWhereThatIsKnown(String json, String reason) {
    assertThat(reject(LIVE, json).reason()).isEqualTo(reason);
  }

  /// PostgreSQL rounds, which would be another month.
  @Test
  void timeIsNotRoundedUp() {
    assertThat(read(LIVE, HEAD.replace("14:00:00.123Z", "14:00:00.9999999Z") + "}"))
        .isInstanceOfSatisfying(
            Taken.class,
            sample -> assertThat(sample.time()).isEqualTo("2026-11-22T14:00:00.999999Z"));
  }

  @Test
  void sampleBecomesColumnsAndKeepsWhatHasNone() {
    String json =
        HEAD
            + ",\"clock\":\"unsynchronised\",\"voltage\":13.31,\"soc\":87,\"cycles\":null,"
            + "\"temperatures\":[21.4,null],\"balancing\":[1],\"protections\":[\"short_circuit\"],"
            + "\"charge_fet\":true,\"production_date\":\"2023-05-17\",\"suspect\":[\"voltage\"],"
            + "\"link\":{\"attempts\":1},\"from_later\":[{\"a\":null}]}";

    assertThat(read(LIVE, json))
        .isInstanceOfSatisfying(
            Taken.class,
            sample -> {
              assertThat(sample.site()).isEqualTo("cabin-17");
              assertThat(sample.battery()).isEqualTo("house");
              assertThat(sample.time()).isEqualTo("2026-11-22T14:00:00.123Z");
              assertThat(sample.seq()).isEqualTo(7);
              assertThat(sample.journal()).isEqualTo("3f9a2c1d");
              assertThat(sample.history()).isFalse();
              assertThat(sample.columns().get("extra"))
                  .hasToString("{link={attempts=1}, from_later=[{a=null}]}");
              assertThat(sample.columns())
                  .containsOnlyKeys(
                      "time",
                      "site",
                      "battery",
                      "seq",
                      "journal",
                      "clock",
                      "voltage",
                      "soc",
                      "temperatures",
                      "balancing",
                      "protections",
                      "charge_fet",
                      "production_date",
                      "suspect",
                      "extra")
                  .containsEntry("voltage", 13.31)
                  .containsEntry("soc", 87L)
                  .containsEntry("clock", "unsynchronised")
                  .containsEntry("suspect", List.of("voltage"));
            });
  }

  @Test
  void historyIsKnownAsSuch() {
    assertThat(read(HISTORY, HEAD + "}"))
        .isInstanceOfSatisfying(Taken.class, sample -> assertThat(sample.history()).isTrue());
  }

  @Test
  void sampleOfNoJournalIsTaken() {
    String json = HEAD.replace("\"seq\":7,", "") + "}";
    assertThat(reader.read(LIVE, bytes(json), json.length(), Optional.empty()))
        .isInstanceOfSatisfying(
            Taken.class,
            sample -> {
              assertThat(sample.seq()).isZero();
              assertThat(sample.journal()).isEmpty();
            });
  }

  @Test
  void readsEventsAndStates() {
    assertThat(
            read(
                LIVE + "/event",
                "{\"time\":\"2026-11-22T14:00:00Z\",\"battery\":\"house\",\"event\":\"link_back\",\"data\":{\"attempts\":10},\"id\":7}"))
        .isInstanceOfSatisfying(
            Happened.class,
            event ->
                assertThat(event.columns())
                    .containsEntry("event", "link_back")
                    .containsEntry("seq", 7L)
                    .containsEntry("data", Map.of("attempts", 10L)));
    assertThat(read(LIVE + "/availability", "online"))
        .isEqualTo(new Reachable("cabin-17", Optional.of("house"), true));
    assertThat(read("fleet/cabin-17/bridge/state", "offline"))
        .isEqualTo(new Reachable("cabin-17", Optional.empty(), false));
  }

  @Test
  void answerNamesWhatIsMissing() {
    assertThat(
            read(
                "fleet/cabin-17/bridge/response/replay",
                "{\"status\":\"ok\",\"data\":{\"state\":\"done\",\"sent\":3,\"journal\":\"a\",\"last\":20,\"missing\":[[1,4],[9,9]]},\"transaction\":\"t\"}"))
        .isEqualTo(
            new FleetMessage.Answer(
                "cabin-17", "t", Optional.of("done"), Optional.empty(), "a", 20, "{[1,5),[9,10)}"));
  }

  /// One that got through would end the ingest, and again after each restart.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"transaction\":\"\\u0000\"}",
        "{\"error\":\"a\\u0000b\"}",
        "{\"error\":\"\\ud800\"}",
        "{\"data\":{\"state\":\"done\",\"journal\":\"a\\u0000b\"}}"
      })
  void answersWithTextThatCannotBeStoredAreRefused(String answer) {
    assertThat(reject("fleet/cabin-17/bridge/response/replay", answer).reason()).contains("NUL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fleet",
        "fleet/",
        "fleet/cabin",
        "other/cabin/house",
        "fleet/cabin/house/",
        "fleet/cabin/house/voltage",
        "fleet/cabin/house/history/more",
        "fleet/cabin/bridge",
        "fleet/cabin/bridge/info",
        "fleet/cabin/bridge/request/replay"
      })
  void passesOverTopicsThatAreNotItsOwn(String topic) {
    assertThat(read(topic, HEAD + "}")).isEqualTo(new Nothing());
  }

  @Test
  void emptyMessageSaysNothing() {
    assertThat(read(LIVE, "")).isEqualTo(new Nothing());
    assertThat(read(LIVE + "/availability", "")).isEqualTo(new Nothing());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "no JSON; {\"seq\":7; no JSON object",
        "no object; [1]; no JSON object",
        "two objects; {}{}; no JSON object",
        "NaN; {\"voltage\":NaN}; no JSON object",
        "foreign battery; {\"battery\":\"van\"}; battery in the payload",
        "no battery; {\"seq\":7}; battery in the payload",
        "foreign site; {\"battery\":\"house\",\"site\":\"other\"}; site in the payload",
        "seq 0; {\"battery\":\"house\",\"seq\":0}; seq is no whole number",
        "seq negative; {\"battery\":\"house\",\"seq\":-1}; seq is no whole number",
        "seq 2^63; {\"battery\":\"house\",\"seq\":9223372036854775808}; seq is no whole number",
        "seq 2^53; {\"battery\":\"house\",\"seq\":9007199254740992}; seq is no whole number",
        "seq a text; {\"battery\":\"house\",\"seq\":\"7\"}; seq is no whole number",
        "no time; {\"battery\":\"house\",\"seq\":7}; time is no time",
        "1970; {\"battery\":\"house\",\"seq\":7,\"time\":\"1970-01-01T00:00:12.000Z\",\"clock\":\"unsynchronised\"}; the site's clock had not been set",
        "2100; {\"battery\":\"house\",\"seq\":7,\"time\":\"2100-01-01T00:00:00.000Z\"}; more than a day ahead",
        "year 12026; {\"battery\":\"house\",\"seq\":7,\"time\":\"+12026-01-01T00:00:00.000Z\"}; time is no time in UTC"
      })
  void refusesWithTheReason(String what, String json, String reason) {
    assertThat(reject(LIVE, json).reason()).as(what).contains(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "\"voltage\":1e999; voltage is no number that can be stored",
        "\"voltage\":1e308; voltage is no number that can be stored",
        "\"voltage\":\"13\"; voltage is no number",
        "\"cycles\":1.5; cycles is no whole number",
        "\"cycles\":4294967296; cycles is no whole number",
        "\"cells\":3.3; cells is no list of numbers",
        "\"cells\":[true]; cells is no number",
        "\"balancing\":[1.5]; balancing is no whole number",
        "\"charge_fet\":1; charge_fet is neither true nor false",
        "\"protections\":[1]; protections is no text",
        "\"hardware_version\":\"a\\u0000b\"; NUL",
        "\"hardware_version\":\"\\ud800\"; half a character",
        "\"a\\u0000\":1; NUL",
        "\"link\":{\"a\":[\"\\u0000\"]}; NUL",
        "\"link\":{\"rssi\":-1e999}; too large",
        "\"production_date\":\"2023-13-01\"; production_date is no date",
        "\"clock\":5; clock is no text"
      })
  void refusesValuesThatNoColumnTakesButKnowsTheirPlace(String value, String reason) {
    Reject reject = reject(HISTORY, HEAD + "," + value + "}");
    assertThat(reject.reason()).contains(reason);
    assertThat(reject.place()).contains(new Place("cabin-17", "3f9a2c1d", 7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a'b", "a\"b", "naïve", "a b", "x\0", "../etc"})
  void refusesNamesThatAreNone(String name) {
    for (String topic : List.of("fleet/" + name + "/house", "fleet/cabin/" + name)) {
      if (!name.contains("/")) {
        assertThat(reject(topic, HEAD + "}").reason()).contains("in the topic is not named by");
      }
    }
    assertThat(reject("fleet/" + "s".repeat(65) + "/house", HEAD + "}").site()).isEmpty();
  }

  @Test
  void deepNestingEndsInAReject() {
    assertThat(reject(LIVE, HEAD + ",\"x\":" + "[".repeat(20_000)).reason())
        .contains("no JSON object");
  }

  private Reject reject(String topic, String json) {
    FleetMessage read = read(topic, json);
    assertThat(read).isInstanceOf(Reject.class);
    return (Reject) read;
  }

  private FleetMessage read(String topic, String json) {
    return reader.read(topic, bytes(json), bytes(json).length, JOURNAL);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
